using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.SpineDirectory;

namespace GpConnect.Spine.Tests.SpineDirectory;

/// <summary>
/// An OpenLDAP server with a directory like the Spine's, in clear text and over TLS that requires a client certificate. It ends with
/// the tests, because the standard input of its shell closes then.
/// </summary>
internal sealed class Slapd : IAsyncDisposable
{
    private const string Server = "/usr/sbin/slapd";

    private const string Top = """
        dn: o=nhs
        objectClass: organization
        o: nhs

        dn: ou=Services,o=nhs
        objectClass: organizationalUnit
        ou: Services


        """;

    private static readonly Lazy<Task<Slapd>> Shared = new(() => StartAsync(Registered.Sample.Ldif()));

    private readonly string folder = TestFolders.New();
    private readonly int plainPort = FreePort();
    private readonly int securePort = FreePort();
    private Process? process;

    private Slapd()
    {
    }

    /// <summary>A shared server with <see cref="Registered.Sample"/>, for tests that do not change it.</summary>
    public static Task<Slapd> SampleAsync()
    {
        Require();
        return Shared.Value;
    }

    /// <summary>Starts a server, or skips the test on a machine without slapd.</summary>
    /// <param name="ldif">The entries below <c>ou=Services</c>.</param>
    /// <param name="respell">Changes the schema's text.</param>
    /// <param name="classes">The object classes: <c>relaxed</c>, or <c>captured</c> from the real directory.</param>
    public static async Task<Slapd> StartAsync(string ldif, Func<string, string>? respell = null, string classes = "relaxed")
    {
        Require();
        var slapd = new Slapd();
        var schema = await SchemaAsync("sds") + await SchemaAsync($"sds-{classes}");
        await File.WriteAllTextAsync(slapd.PathOf("sds.schema"), respell?.Invoke(schema) ?? schema);
        await File.WriteAllTextAsync(slapd.PathOf("slapd.conf"), slapd.Configuration());
        Directory.CreateDirectory(slapd.PathOf("db"));

        // AppArmor lets the installed one read only Debian's folders, so a copy runs.
        File.Copy(Server, slapd.PathOf("slapd"));
        await slapd.AddAsync(Top + ldif);
        await slapd.StartAsync();
        return slapd;
    }

    public TestSettings Plain() => new() { SdsLdap = new Uri($"ldap://127.0.0.1:{plainPort}") };

    public TestSettings Secure() => new()
    {
        SdsLdap = new Uri($"ldaps://localhost:{securePort}"),
        SdsClientCertificate = TestAuthority.PathOf("valid.pem"),
        SdsClientKey = TestAuthority.PathOf("client.key"),
        SdsRoots = TestAuthority.PathOf("ca/ca.pem"),
    };

    public async Task StartAsync()
    {
        process = Process.Start(new ProcessStartInfo("sh", ["-c", "\"$0\" \"$@\" & cat >/dev/null; kill -9 $!; wait $!",
            PathOf("slapd"), "-f", PathOf("slapd.conf"), "-h", $"ldap://127.0.0.1:{plainPort} ldaps://127.0.0.1:{securePort} ldaps://127.0.0.2:{securePort}", "-d", "0"])
        {
            RedirectStandardInput = true,
        })!;
        await Eventually.HoldsAsync(async () => await ListensAsync(plainPort) && await ListensAsync(securePort));
    }

    public async Task StopAsync()
    {
        process!.StandardInput.Close();
        await process.WaitForExitAsync();
        await Eventually.HoldsAsync(async () => !await ListensAsync(plainPort) && !await ListensAsync(securePort));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process!.Dispose();
    }

    private static Task<string> SchemaAsync(string name) =>
        File.ReadAllTextAsync(Repository.File($"tests/GpConnect.Spine.Tests/SpineDirectory/{name}.schema"));

    private static void Require()
    {
        if (File.Exists(Server) && TestAuthority.Reason is null)
        {
            return;
        }

        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "In CI a missing slapd must not skip a test");
        throw new SkipException("skipped, because there is no slapd (Debian: apt-get install slapd)");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string PathOf(string file) => Path.Combine(folder, file);

    private async Task AddAsync(string ldif)
    {
        await File.WriteAllTextAsync(PathOf("data.ldif"), ldif);
        using var add = Process.Start(PathOf("slapd"), ["-T", "add", "-f", PathOf("slapd.conf"), "-l", PathOf("data.ldif")]);
        await add.WaitForExitAsync();
        Assert.Equal(0, add.ExitCode);
    }

    private string Configuration() => string.Create(CultureInfo.InvariantCulture, $"""
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        include {PathOf("sds.schema")}
        modulepath /usr/lib/ldap
        moduleload back_mdb
        moduleload retcode
        TLSCACertificateFile {TestAuthority.PathOf("client-roots.pem")}
        TLSCertificateFile {TestAuthority.PathOf("server.pem")}
        TLSCertificateKeyFile {TestAuthority.PathOf("server.key")}
        TLSVerifyClient demand
        database mdb
        suffix o=nhs
        directory {PathOf("db")}
        access to * by * read
        overlay retcode
        retcode-parent "ou=RetCodes,o=nhs"
        retcode-item "cn=busy" 0x33
        retcode-item "cn=slow" 0x00 sleeptime=20

        """);
}
