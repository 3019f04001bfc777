using System.ComponentModel.DataAnnotations;
using System.Text;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Provider.Tests.MutualTls;

/// <summary>Which callers are accepted when the provider terminates TLS itself.</summary>
public sealed class ClientCertificateTests(SecureProviderFixture fixture) : IClassFixture<SecureProviderFixture>
{
    private const string FrontEndHeader = "X-ARR-ClientCert";

    private readonly RunningProvider provider = fixture.Provider!;

    [CertificateTheory]
    [FormatCase("TL-1 HT-20", "read patient")]
    [FormatCase("TL-1 HT-20", "search organization")]
    public async Task A_caller_with_a_valid_certificate_is_answered(string id, FhirFormat format, string name)
    {
        Assert.NotEmpty(id);

        var response = await As("valid").SendAsync(ApiRequest.Any(name).As(format));

        response.Succeeds();
        Assert.Equal("max-age=31536000", response.Header("Strict-Transport-Security"));
    }

    [CertificateTheory]
    [Formats]
    [Requirement("C1")]
    [Requirement("HT-20")]
    public async Task A_caller_without_a_certificate_is_answered_496(FhirFormat format)
    {
        var response = await As(null).SendAsync(ApiRequest.Read("Patient", "1").As(format));

        response.Fails(496, "BAD_REQUEST", "no client certificate");
        Assert.NotNull(response.Header("Strict-Transport-Security"));
    }

    [CertificateTheory]
    [Case("C1 TL-2", "expired", "expired")]
    [Case("C1 TL-2", "not-yet-valid", "not valid yet")]
    [Case("C1 TL-2", "revoked", "revoked")]
    [Case("C1 TL-2", "under-revoked", "revoked")]
    [Case("C1 TL-2", "wrong-name", "not the Spine Secure Proxy")]
    [Case("C1 TL-2", "foreign", "not from an authority")]
    [Case("C1 TL-2", "self-signed", "not from an authority")]
    [Case("C1 TL-2", "no-client", "not valid for this use")]
    [Case("C1 TL-2", "signs-certificates", "not valid for this use")]
    public async Task A_caller_with_an_invalid_certificate_is_answered_495(string id, string certificate, string named)
    {
        Assert.NotEmpty(id);
        (await As(certificate).SendAsync(ApiRequest.Read("Patient", "1"))).Fails(495, "BAD_REQUEST", named);
    }

    [CertificateTheory]
    [Case("TL-15", true)]
    [Case("TL-15", false)]
    public async Task A_root_is_not_accepted_as_a_client_certificate(string id, bool checksRevocation)
    {
        Assert.NotEmpty(id);
        await using var other = await StartTrustingAsync("self-signed.pem", checksRevocation);

        (await new TlsCaller(other) { Shows = "self-signed" }.SendAsync(ApiRequest.Metadata())).Fails(495, "BAD_REQUEST", "itself a root");
        (await new TlsCaller(other) { Shows = "valid" }.SendAsync(ApiRequest.Metadata())).Succeeds();
    }

    [CertificateFact]
    [Requirement("TL-15")]
    public async Task A_root_that_is_not_an_authority_stops_the_start()
    {
        var exception = await Assert.ThrowsAsync<ValidationException>(() => StartTrustingAsync("valid.pem", checksRevocation: true));

        Assert.Contains("not an authority's", exception.Message, StringComparison.Ordinal);
    }

    [CertificateFact]
    [Requirement("TL-2")]
    public async Task A_common_name_counts_when_there_is_no_other_name() =>
        (await As("common-name").SendAsync(ApiRequest.Metadata())).Succeeds();

    [CertificateFact]
    [Requirement("TL-2")]
    public async Task Names_are_not_case_sensitive()
    {
        await using var other = await RunningProvider.StartAsync(options =>
        {
            TestAuthority.Configure(options);
            options.SpineProxyNames = TestAuthority.ProxyName.ToUpperInvariant();
        });

        (await new TlsCaller(other) { Shows = "valid" }.SendAsync(ApiRequest.Metadata())).Succeeds();
    }

    [CertificateFact]
    [Requirement("TL-2")]
    public async Task A_certificate_expires_by_the_clock_of_the_provider()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var other = await RunningProvider.StartAsync(TestAuthority.Configure, services => services.AddSingleton<TimeProvider>(clock));
        var caller = new TlsCaller(other) { Shows = "valid" };

        (await caller.SendAsync(ApiRequest.Metadata())).Succeeds();
        clock.Advance(TimeSpan.FromDays(31));

        (await caller.SendAsync(ApiRequest.Metadata())).Fails(495, "BAD_REQUEST", "expired");
    }

    [CertificateTheory]
    [Case("TL-7", null, 496)]
    [Case("TL-7", "foreign", 495)]
    public async Task A_refused_request_leaves_an_entry_in_the_audit_trail(string id, string? certificate, int status)
    {
        Assert.NotEmpty(id);
        var trace = Guid.NewGuid().ToString();

        var response = await As(certificate).SendAsync(ApiRequest.Read("Patient", "1").With("Ssp-TraceID", trace));

        var entry = provider.AuditOf(trace);
        Assert.Equal(status, (int)entry["status"]!);
        Assert.Equal(response.Diagnostics, (string?)entry["diagnostics"]);
        Assert.Empty(entry["resources"]!.AsArray());
    }

    [CertificateFact]
    [Requirement("TL-8")]
    public async Task A_probe_needs_no_certificate()
    {
        var (_, answer) = await As(null).ExchangeAsync("GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());

        Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(answer), StringComparison.Ordinal);
        Assert.Contains("Strict-Transport-Security", Encoding.ASCII.GetString(answer), StringComparison.Ordinal);
    }

    [CertificateFact]
    [Requirement("TL-9")]
    public async Task A_certificate_in_a_header_is_ignored()
    {
        (await As(null).SendAsync(ApiRequest.Metadata().With(FrontEndHeader, TestAuthority.Base64("valid")))).Fails(496, "BAD_REQUEST");
        (await As("valid").SendAsync(ApiRequest.Metadata().With(FrontEndHeader, "?"))).Succeeds();
    }

    [CertificateFact]
    [Requirement("HT-20")]
    public async Task Without_TLS_there_is_no_Strict_Transport_Security()
    {
        await using var plain = await RunningProvider.StartAsync();

        var response = await plain.SendAsync(ApiRequest.Metadata().With(FrontEndHeader, "?"));

        response.Succeeds();
        Assert.Null(response.Header("Strict-Transport-Security"));
    }

    private static Task<RunningProvider> StartTrustingAsync(string further, bool checksRevocation) => RunningProvider.StartAsync(options =>
    {
        TestAuthority.Configure(options);
        File.AppendAllText(options.ClientRoots!, TestAuthority.Text(further));
        options.RevocationLists = checksRevocation ? options.RevocationLists : null;
    });

    private TlsCaller As(string? certificate) => new(provider) { Shows = certificate };
}
