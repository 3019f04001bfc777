using System.Diagnostics;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;

namespace GpConnect.Spine.Tests.SpineMiniServices;

/// <summary>Settings with which the Spine Mini Services could not be queried.</summary>
public sealed class SettingsTests : IDisposable
{
    private static readonly Dictionary<string, Action<TestSettings>> Errors = new()
    {
        ["nothing"] = _ => { },
        ["another gateway"] = options => (options.PdsGateway, options.SmspEndpoint, options.PublicHost) = ("embedded", null, null),
        ["unknown gateway"] = options => options.PdsGateway = "smsp2",
        ["no endpoint"] = options => options.SmspEndpoint = null,
        ["plain endpoint"] = options => options.SmspEndpoint = new Uri("http://localhost/smsp/pds"),
        ["path as endpoint"] = options => options.SmspEndpoint = new Uri("/smsp/pds", UriKind.Relative),
        ["no certificate"] = options => options.SmspClientCertificate = null,
        ["no key"] = options => options.SmspClientKey = null,
        ["no host"] = options => options.PublicHost = null,
        ["no user name"] = options => options.SmspUsername = "",
        ["no sender"] = options => options.SmspSenderAddress = "us",
        ["short ASID"] = options => options.SmspAuditIdentity = "91899919899",
        ["no time"] = options => options.PdsTimeoutSeconds = 0,
        ["too much time"] = options => options.PdsTimeoutSeconds = 31,
    };

    private readonly CommandHarness harness = new();

    [Theory]
    [Case("SM-50", "nothing", null)]
    [Case("SM-50", "another gateway", null)]
    [Case("SM-50", "unknown gateway", "PdsGateway must be")]
    [Case("SM-50", "no endpoint", "needs SmspEndpoint, an https URL")]
    [Case("SM-50", "plain endpoint", "needs SmspEndpoint, an https URL")]
    [Case("SM-50", "path as endpoint", "needs SmspEndpoint, an https URL")]
    [Case("SM-50", "no certificate", "needs SmspClientCertificate and SmspClientKey")]
    [Case("SM-50", "no key", "needs SmspClientCertificate and SmspClientKey")]
    [Case("SM-50", "no host", "needs PublicHost")]
    [Case("SM-50", "no user name", "SmspUsername")]
    [Case("SM-50", "no sender", "SmspSenderAddress must be a URN")]
    [Case("SM-50", "short ASID", "SmspAuditIdentity must be a URN or an ASID")]
    [Case("SM-50", "no time", "PdsTimeoutSeconds")]
    [Case("SM-50", "too much time", "PdsTimeoutSeconds")]
    public void Missing_and_invalid_settings_are_reported(string id, string error, string? named)
    {
        Assert.NotEmpty(id);
        var options = new TestSettings
        {
            PdsGateway = "smsp",
            SmspEndpoint = new Uri("https://localhost/smsp/pds"),
            SmspClientCertificate = "client.pem",
            SmspClientKey = "client.key",
            PublicHost = "https://provider.example",
        };
        Errors[error](options);

        var errors = options.Errors();

        Assert.Equal(named is null, errors.Count == 0);
        Assert.Contains(named ?? "", errors.Count == 0 ? "" : errors[0], StringComparison.Ordinal);
    }

    [CertificateTheory]
    [Case("SM-51", "valid.pem", "nowhere.key", "ca/ca.pem", "GPCONNECT_SMSPCLIENTKEY is not a file or folder that can be read")]
    [Case("SM-51", "valid.pem", "server.key", "ca/ca.pem", "GPCONNECT_SMSPCLIENTCERTIFICATE, GPCONNECT_SMSPCLIENTKEY and GPCONNECT_SMSPROOTS")]
    [Case("SM-51", "client.key", "client.key", "ca/ca.pem", "expected CERTIFICATE and found PRIVATE KEY")]
    [Case("SM-51", "lists", "client.key", "ca/ca.pem", "expected CERTIFICATE and found X509 CRL")]
    [Case("SM-51", "valid.pem", "client.key", "sub/ca.pem", "there is no root certificate")]
    public async Task A_start_without_a_valid_certificate_ends_with_one_line(string id, string certificate, string key, string roots, string named)
    {
        Assert.NotEmpty(id);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gpconnect.dll"), "serve", "--data", harness.Data, "--port", "0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["GPCONNECT_PDSGATEWAY"] = "smsp";
        start.Environment["GPCONNECT_PUBLICHOST"] = "https://provider.example";
        start.Environment["GPCONNECT_SMSPENDPOINT"] = "https://localhost/smsp/pds";
        start.Environment["GPCONNECT_SMSPCLIENTCERTIFICATE"] = TestAuthority.PathOf(certificate);
        start.Environment["GPCONNECT_SMSPCLIENTKEY"] = TestAuthority.PathOf(key);
        start.Environment["GPCONNECT_SMSPROOTS"] = TestAuthority.PathOf(roots);
        using var process = Process.Start(start)!;
        using var waitLimit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        // A process that keeps serving is killed, which its exit code shows.
        using var end = waitLimit.Token.Register(() => process.Kill(entireProcessTree: true));
        var line = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains(named, Assert.Single(line.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();
}
