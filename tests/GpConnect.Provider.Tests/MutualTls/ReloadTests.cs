using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Provider.Tests.MutualTls;

/// <summary>Files that change while the provider runs.</summary>
public sealed class ReloadTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private readonly CapturedLog log = new();
    private RunningProvider provider = null!;

    public async Task InitializeAsync()
    {
        if (TestAuthority.Reason is not null)
        {
            return;
        }

        provider = await RunningProvider.StartAsync(
            options =>
            {
                TestAuthority.Configure(options);
                options.LogLevel = LogLevel.Information;
            },
            services => services.AddSingleton<TimeProvider>(clock).AddSingleton<ILoggerProvider>(log));
        Assert.Equal(200, await StatusAsync("valid"));
    }

    public async Task DisposeAsync()
    {
        if (provider is not null)
        {
            await provider.DisposeAsync();
        }
    }

    public void Dispose() => log.Dispose();

    [CertificateFact]
    [Requirement("TL-6")]
    public async Task A_new_revocation_list_takes_effect()
    {
        Replace("later/revoked.crl", Path.Combine(Settings.RevocationLists!, "sub.crl"));

        Assert.Equal(495, await StatusAsync("valid"));
        Assert.Equal(200, await StatusAsync("also-valid"));
    }

    [CertificateFact]
    [Requirement("TL-6")]
    public async Task A_revocation_list_may_be_DER()
    {
        Replace("sub.der", Path.Combine(Settings.RevocationLists!, "sub.crl"));

        Assert.Equal(200, await StatusAsync("valid"));
        Assert.Equal(495, await StatusAsync("revoked"));
    }

    [CertificateTheory]
    [Case("TL-6", "removed")]
    [Case("TL-6", "overdue")]
    [Case("TL-6", "signed by somebody else")]
    public async Task Without_a_list_in_force_no_caller_is_accepted(string id, string error)
    {
        Assert.NotEmpty(id);
        var list = Path.Combine(Settings.RevocationLists!, "sub.crl");
        if (error == "removed")
        {
            File.Delete(list);
        }
        else
        {
            Replace(error == "overdue" ? "later/overdue.crl" : "foreign.crl", list);
        }

        clock.Advance(TimeSpan.FromSeconds(5));

        (await new TlsCaller(provider) { Shows = "also-valid" }.SendAsync(ApiRequest.Metadata())).Fails(495, "BAD_REQUEST", "no revocation list in force");
    }

    [CertificateFact]
    [Requirement("TL-6")]
    public async Task New_roots_take_effect()
    {
        Replace("foreign-roots.pem", Settings.ClientRoots!);
        Replace("foreign.crl", Path.Combine(Settings.RevocationLists!, "foreign.crl"));

        Assert.Equal(495, await StatusAsync("valid"));
        Assert.Contains("ClientRoots and RevocationLists: the new files are in force", log.Text(), StringComparison.Ordinal);
    }

    [CertificateFact]
    [Requirement("TL-6")]
    public async Task A_new_server_certificate_is_used()
    {
        var before = await ServerAsync();
        Replace("renewed.pem", Settings.ServerCertificate!);
        Replace("renewed.key", Settings.ServerKey!);

        Assert.NotEqual(before, await ServerAsync());
    }

    [CertificateFact]
    [Requirement("TL-6")]
    public async Task A_certificate_is_not_used_until_its_key_is_there()
    {
        var before = await ServerAsync();
        Replace("renewed.pem", Settings.ServerCertificate!);

        Assert.Equal(before, await ServerAsync());
        Assert.Contains("ServerCertificate and ServerKey: the new files cannot be used", log.Text(), StringComparison.Ordinal);

        Replace("renewed.key", Settings.ServerKey!);
        Assert.NotEqual(before, await ServerAsync());
    }

    [CertificateFact]
    [Requirement("TL-6")]
    public async Task Truncated_roots_leave_the_earlier_ones_in_force()
    {
        var text = await File.ReadAllTextAsync(Settings.ClientRoots!);
        await File.WriteAllTextAsync(Settings.ClientRoots!, text[..(text.Length - 200)]);

        Assert.Equal(200, await StatusAsync("also-valid"));
        Assert.Contains("the earlier ones stay in force: a CERTIFICATE is cut off", log.Text(), StringComparison.Ordinal);
    }

    private TestSettings Settings => TestSettings.Of(provider.Services);

    private static void Replace(string made, string file) => File.Copy(TestAuthority.PathOf(made), file, overwrite: true);

    private async Task<int> StatusAsync(string certificate)
    {
        clock.Advance(TimeSpan.FromSeconds(5));
        return (await new TlsCaller(provider) { Shows = certificate }.SendAsync(ApiRequest.Metadata())).Status;
    }

    private async Task<string> ServerAsync()
    {
        clock.Advance(TimeSpan.FromSeconds(5));
        var (handshake, _) = await new TlsCaller(provider).ExchangeAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());
        return handshake.ServerSerialNumber;
    }
}
