using System.Diagnostics;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.MutualTls;

/// <summary>Settings that would accept unchecked callers, or no caller at all.</summary>
public sealed class TlsSettingsTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Fact]
    [Requirement("TL-11")]
    public void Consistent_settings_are_accepted()
    {
        Assert.Null(ErrorOf(_ => { }));
        Assert.Null(ErrorOf(options => options.Listen = "0.0.0.0"));
        Assert.Null(ErrorOf(options => options.RevocationLists = null));
    }

    [Theory]
    [Case("TL-11", "no key", "ServerCertificate and ServerKey go together")]
    [Case("TL-11", "no certificate", "ServerCertificate and ServerKey go together")]
    [Case("TL-11", "no roots", "ClientRoots and SpineProxyNames go with")]
    [Case("TL-11", "no names", "ClientRoots and SpineProxyNames go with")]
    [Case("TL-11", "empty names", "SpineProxyNames")]
    [Case("TL-11", "roots only", "ClientRoots and SpineProxyNames go with")]
    [Case("TL-11", "lists only", "RevocationLists goes with ClientRoots")]
    [Case("TL-11", "header as well", "ClientCertificateHeader is for a front end's TLS")]
    [Case("TL-11", "plain for everybody", "Listen must be a loopback address")]
    [Case("TL-11", "name to listen on", "Listen must be an IP address")]
    public void Inconsistent_settings_stop_the_start(string id, string error, string named)
    {
        Assert.NotEmpty(id);
        Assert.Contains(named, ErrorOf(options => ChangeToken(options, error)), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("TL-11")]
    public async Task A_header_with_the_certificate_is_refused_without_a_Functions_host()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gpconnect.dll")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["GPCONNECT_DATAFOLDER"] = harness.Data;
        start.Environment["GPCONNECT_PORT"] = "0";
        start.Environment["GPCONNECT_CLIENTROOTS"] = "/nowhere/roots.pem";
        start.Environment["GPCONNECT_SPINEPROXYNAMES"] = TestAuthority.ProxyName;
        start.Environment["GPCONNECT_CLIENTCERTIFICATEHEADER"] = "X-ARR-ClientCert";
        using var process = Process.Start(start)!;
        using var waitLimit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        // A process that goes on serving is killed, which its exit code shows.
        using var end = waitLimit.Token.Register(() => process.Kill(entireProcessTree: true));
        var line = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("GPCONNECT_CLIENTCERTIFICATEHEADER is for a Functions host", Assert.Single(line.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private static void ChangeToken(TestSettings options, string error)
    {
        switch (error)
        {
            case "no key":
                options.ServerKey = null;
                break;
            case "no certificate":
                options.ServerCertificate = null;
                break;
            case "no roots":
                options.ClientRoots = null;
                break;
            case "no names":
                options.SpineProxyNames = null;
                break;
            case "empty names":
                options.SpineProxyNames = " , ";
                break;
            case "roots only":
                (options.ServerCertificate, options.ServerKey, options.SpineProxyNames) = (null, null, null);
                break;
            case "lists only":
                (options.ServerCertificate, options.ServerKey, options.SpineProxyNames, options.ClientRoots) = (null, null, null, null);
                break;
            case "header as well":
                options.ClientCertificateHeader = "X-ARR-ClientCert";
                break;
            case "plain for everybody":
                (options.ServerCertificate, options.ServerKey, options.SpineProxyNames, options.ClientRoots, options.RevocationLists) = (null, null, null, null, null);
                options.Listen = "0.0.0.0";
                break;
            default:
                options.Listen = "localhost";
                break;
        }
    }

    private static string? ErrorOf(Action<TestSettings> change)
    {
        var options = new TestSettings
        {
            ServerCertificate = "server.pem",
            ServerKey = "server.key",
            ClientRoots = "roots.pem",
            RevocationLists = "lists",
            SpineProxyNames = TestAuthority.ProxyName,
        };
        change(options);
        return options.Errors() is [var first, ..] ? first : null;
    }
}
