using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.Requirements;

namespace GpConnect.Server.Tests.Observability;

/// <summary>A provider in its own process, started as an operator starts it, and what arrives at a receiver.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private static readonly string[] Metrics =
    [
        "gpconnect.requests", "gpconnect.errors", "gpconnect.request.duration", "gpconnect.token.clock_skew",
        "gpconnect.store.duration", "gpconnect.pds.duration", "gpconnect.audit.duration", "gpconnect.disk.free",
    ];

    /// <summary>Folder in which the exporter for Azure Monitor keeps for the next start what it had no time to send.</summary>
    private readonly string kept = TestFolders.New();

    private Receiver receiver = null!;

    public async Task InitializeAsync() => receiver = await Receiver.StartAsync();

    public async Task DisposeAsync() => await receiver.DisposeAsync();

    [Fact]
    [Requirement("OB-9")]
    [Requirement("OB-11")]
    public async Task Traces_metrics_and_logs_arrive_over_otlp_without_patient_data()
    {
        using var provider = await ProviderProcess.StartAsync(new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "surgery-north",
        });
        var secrets = await MarkedRequests.SendAsync(provider);

        await provider.StopAsync();

        Assert.Contains("operation:gpc.registerpatient-1", receiver.Text("/v1/traces"), StringComparison.Ordinal);
        Assert.All(Metrics, name => Assert.Contains(name, receiver.Text("/v1/metrics"), StringComparison.Ordinal));
        Assert.Contains("CorruptRecordException", receiver.Text("/v1/logs"), StringComparison.Ordinal);
        Assert.Contains("surgery-north", receiver.Text("/v1/traces"), StringComparison.Ordinal);
        Assert.DoesNotContain("HttpRequestIn", receiver.Text(), StringComparison.Ordinal);
        DoesNotHold(secrets);
    }

    [Fact]
    [Requirement("OB-10")]
    [Requirement("OB-11")]
    public async Task Traces_metrics_and_logs_arrive_at_azure_monitor_without_patient_data()
    {
        using var provider = await ProviderProcess.StartAsync(new()
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint={receiver.Url}/;LiveEndpoint={receiver.Url}/",
            ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
            ["TMPDIR"] = kept,

            // By default the exporter takes five traces a second.
            ["OTEL_TRACES_SAMPLER"] = "always_on",
        });
        var secrets = await MarkedRequests.SendAsync(provider);

        await provider.StopAsync();

        Assert.Matches("RequestData\".*\"name\":\"operation:gpc.registerpatient-1\".*\"responseCode\":\"200\"", Track());
        Assert.All(Metrics, name => Assert.Contains(name, Track(), StringComparison.Ordinal));
        Assert.Matches("MessageData.*CorruptRecordException", Track());

        // A consumer's clock may be ahead, so negative values must arrive unchanged.
        Assert.Matches("\"gpconnect.token.clock_skew\"[^}]*\"min\":-3600", Track());
        Assert.DoesNotContain("HttpRequestIn", receiver.Text(), StringComparison.Ordinal);
        DoesNotHold(secrets);
    }

    [Theory]
    [Case("OB-14", "0", 0)]
    [Case("OB-14", "1", 20)]
    public async Task Azure_Monitor_gets_the_share_of_traces_that_the_sampler_sets(string id, string share, int expected)
    {
        Assert.NotEmpty(id);
        using var provider = await ProviderProcess.StartAsync(new()
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint={receiver.Url}/;LiveEndpoint={receiver.Url}/",
            ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
            ["TMPDIR"] = kept,
            ["OTEL_TRACES_SAMPLER"] = "microsoft.fixed_percentage",
            ["OTEL_TRACES_SAMPLER_ARG"] = share,
        });
        for (var call = 0; call < 20; call++)
        {
            (await provider.SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();
        }

        await provider.StopAsync();

        Assert.Contains("gpconnect.requests", Track(), StringComparison.Ordinal);
        Assert.Equal(expected, Track().Split("\"RequestData\"").Length - 1);
    }

    [Fact]
    [Requirement("OB-10")]
    public async Task A_managed_identity_authenticates_at_azure_monitor_when_configured()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Certificate(key);
        await using var monitor = await Receiver.StartAsync(certificate);
        var trusted = Path.Combine(TestFolders.New(), "trusted.pem");
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem());
        using var provider = await ProviderProcess.StartAsync(new()
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint={monitor.Url}/;LiveEndpoint={monitor.Url}/",
            ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
            ["TMPDIR"] = kept,
            ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "ClientId=11111111-2222-3333-4444-555555555555;Authorization=AAD",
            ["IDENTITY_ENDPOINT"] = $"{receiver.Url}/identity",
            ["IDENTITY_HEADER"] = "header",
            ["SSL_CERT_FILE"] = trusted,
        });

        // After a failure the exporter pauses, and then sends new data.
        await Eventually.HoldsAsync(
            async () =>
            {
                Assert.Equal(200, (await provider.SendAsync(ApiRequest.Metadata())).Status);
                return monitor.Authorizations("/v2.1/track").Any();
            },
            120);
        await provider.StopAsync();

        Assert.Equal([$"Bearer {Receiver.AccessToken}"], monitor.Authorizations("/v2.1/track"));
        Assert.Contains("client_id=11111111-2222-3333-4444-555555555555", receiver.Text(), StringComparison.Ordinal);
    }

    [LinuxFact]
    [Requirement("OB-12")]
    public async Task Without_an_exporter_opentelemetry_is_not_loaded()
    {
        using var silent = await ProviderProcess.StartAsync([]);
        using var exporting = await ProviderProcess.StartAsync(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Url });
        (await silent.SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();

        Assert.DoesNotMatch("/(OpenTelemetry|Azure|Microsoft.Azure)[^/]*dll", await silent.MappedFilesAsync());
        Assert.Matches("/OpenTelemetry[^/]*dll", await exporting.MappedFilesAsync());
    }

    private static X509Certificate2 Certificate(ECDsa key)
    {
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    /// <summary>
    /// The data that arrived at Azure Monitor or was kept, each line once: data that was sent but not yet answered may be both.
    /// </summary>
    private string Track()
    {
        var files = Directory.EnumerateFiles(kept, "*.blob*", SearchOption.AllDirectories).SelectMany(File.ReadLines);
        return string.Join('\n', receiver.Text("/v2.1/track").Split('\n').Concat(files).Distinct());
    }

    private void DoesNotHold(IEnumerable<string> secrets)
    {
        var text = receiver.Text() + Track();
        foreach (var secret in secrets)
        {
            Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"The exported data holds {secret}");
        }
    }
}
