using GpConnect.Functions.Tests.Hosting;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;

namespace GpConnect.Functions.Tests.MutualTls;

/// <summary>Which callers are accepted behind a front end that makes the handshake: the published app with settings as in Azure.</summary>
public sealed class CertificateHeaderTests(CertificateHeaderFixture fixture) : IClassFixture<CertificateHeaderFixture>
{
    private const string Header = "X-ARR-ClientCert";

    private readonly HostedProvider host = fixture.Provider!;

    [CertificateTheory]
    [Formats]
    [Requirement("TL-10")]
    [Requirement("HT-20")]
    public async Task A_caller_with_a_valid_certificate_is_answered(FhirFormat format)
    {
        var response = await host.SendAsync(ApiRequest.Read("Patient", "1").As(format).With(Header, TestAuthority.Base64("valid")));

        response.Succeeds();
        Assert.Equal("max-age=31536000", response.Header("Strict-Transport-Security"));
    }

    [CertificateTheory]
    [Formats]
    [Requirement("TL-10")]
    [Requirement("C1")]
    public async Task A_caller_without_a_certificate_is_answered_496(FhirFormat format) =>
        (await host.SendAsync(ApiRequest.Read("Patient", "1").As(format))).Fails(496, "BAD_REQUEST", "no client certificate");

    [CertificateTheory]
    [Case("TL-10", "expired", "expired")]
    [Case("TL-10", "revoked", "revoked")]
    [Case("TL-10", "wrong-name", "not the Spine Secure Proxy")]
    [Case("TL-10", "foreign", "not from an authority")]
    public async Task A_caller_with_an_invalid_certificate_is_answered_495(string id, string certificate, string named)
    {
        Assert.NotEmpty(id);
        (await host.SendAsync(ApiRequest.Metadata().With(Header, TestAuthority.Base64(certificate)))).Fails(495, "BAD_REQUEST", named);
    }

    [CertificateTheory]
    [Case("TL-10", "")]
    [Case("TL-10", "?")]
    [Case("TL-10", "AAAA")]
    [Case("TL-10", "-----BEGIN CERTIFICATE-----")]
    public async Task A_header_that_is_not_a_certificate_is_answered_495(string id, string value)
    {
        Assert.NotEmpty(id);
        (await host.SendAsync(ApiRequest.Metadata().With(Header, value))).Fails(495, "BAD_REQUEST", "cannot be read");
    }

    [CertificateFact]
    [Requirement("TL-10")]
    public async Task Two_certificates_are_answered_495()
    {
        var certificate = TestAuthority.Base64("valid");

        (await host.SendAsync(ApiRequest.Metadata().With(Header, certificate).Also(Header, certificate))).Fails(495, "BAD_REQUEST", "cannot be read");
    }

    [CertificateFact]
    [Requirement("TL-7")]
    public async Task A_refused_request_leaves_an_entry_in_the_audit_trail()
    {
        var trace = Guid.NewGuid().ToString();

        await host.SendAsync(ApiRequest.Metadata().With("Ssp-TraceID", trace));

        Assert.Equal(496, (int)Assert.Single(host.Store.Audit(), entry => (string?)entry["traceId"] == trace)["status"]!);
    }

    [CertificateTheory]
    [Case("TL-8", "/health/live")]
    [Case("TL-8", "/health/ready")]
    public async Task A_probe_needs_no_certificate(string id, string path)
    {
        Assert.NotEmpty(id);
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(host.Host.Url, path));

        Assert.Equal(200, (int)answer.StatusCode);
    }
}

/// <summary>The published app behind a front end, with roots and lists as text, as in a secret.</summary>
public sealed class CertificateHeaderFixture : IAsyncLifetime
{
    internal HostedProvider? Provider { get; private set; }

    public async Task InitializeAsync() => Provider = LinuxOnly.IsHere && TestAuthority.Reason is null
        ? await HostedProvider.StartAsync(new TestSettings
        {
            DataFolder = await SampleData.NewFolderAsync(),
            ClientCertificateHeader = "X-ARR-ClientCert",
            ClientRoots = TestAuthority.Text("client-roots.pem"),
            RevocationLists = TestAuthority.Text("lists/root.crl") + TestAuthority.Text("lists/sub.crl") + TestAuthority.Text("lists/lost.crl"),
            SpineProxyNames = TestAuthority.ProxyName,
        })
        : null;

    public async Task DisposeAsync()
    {
        if (Provider is not null)
        {
            await Provider.DisposeAsync();
        }
    }
}
