using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Testing.MutualTls;

/// <summary>The files that <c>tests/certificates/make-test-ca</c> makes, once for all tests.</summary>
internal static class TestAuthority
{
    public const string ProxyName = "msg.dev.spine2.ncrs.nhs.uk";

    private static readonly Lazy<string> Made = new(Make);

    public static string? Reason { get; } = OperatingSystem.IsLinux() && HasOpenSsl() ? null : "Skipped, because the test CA needs OpenSSL on Linux";

    public static string PathOf(string file) => Path.Combine(Made.Value, file);

    public static string Text(string file) => File.ReadAllText(PathOf(file));

    public static X509Certificate2 Client(string name) => X509Certificate2.CreateFromPemFile(PathOf($"{name}.pem"), PathOf("client.key"));

    /// <summary>A client certificate as the front end of Azure passes it on.</summary>
    public static string Base64(string name) => Convert.ToBase64String(Client(name).RawData);

    /// <summary>A client certificate with the intermediate, as a caller sends it.</summary>
    public static SslStreamCertificateContext Shown(string name)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(PathOf($"{name}.pem"));
        return SslStreamCertificateContext.Create(Client(name), chain, offline: true);
    }

    /// <summary>Sets paths of copies of the files, which a test can change.</summary>
    public static void Configure(TestSettings options)
    {
        var folder = TestFolders.New();
        var lists = Directory.CreateDirectory(Path.Combine(folder, "lists")).FullName;
        foreach (var list in Directory.GetFiles(PathOf("lists")))
        {
            File.Copy(list, Path.Combine(lists, Path.GetFileName(list)));
        }

        options.ServerCertificate = Copy("server.pem");
        options.ServerKey = Copy("server.key");
        options.ClientRoots = Copy("client-roots.pem");
        options.RevocationLists = lists;
        options.SpineProxyNames = $"proxy.example, {ProxyName}";

        string Copy(string file)
        {
            var copy = Path.Combine(folder, file);
            File.Copy(PathOf(file), copy);
            return copy;
        }
    }

    private static string Make()
    {
        var folder = TestFolders.New();
        using var script = Process.Start(Repository.File("tests/certificates/make-test-ca"), [folder, ProxyName]);
        script.WaitForExit();
        return script.ExitCode == 0 ? folder : throw new CryptographicException("make-test-ca failed");
    }

    private static bool HasOpenSsl() =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "openssl")));
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class CertificateFactAttribute : FactAttribute
{
    public CertificateFactAttribute() => Skip = TestAuthority.Reason;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class CertificateTheoryAttribute : TheoryAttribute
{
    public CertificateTheoryAttribute() => Skip = TestAuthority.Reason;
}
