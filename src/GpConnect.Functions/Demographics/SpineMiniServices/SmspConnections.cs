using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using GpConnect.Functions.Hosting;
using GpConnect.Functions.MutualTls;

namespace GpConnect.Functions.Demographics.SpineMiniServices;

/// <summary>
/// Connections with one client certificate and one set of roots. With new files there are new connections; the earlier ones
/// finish what they are doing and close when they are idle.
/// </summary>
internal sealed class SmspConnections(SslClientAuthenticationOptions tls) : HttpMessageInvoker(Handler(tls), disposeHandler: true)
{
    private const int Maximum = 64;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Then the name is looked up again.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>What the settings lead to.</summary>
    public static Reloading<SmspConnections> Open(ProviderOptions options, TimeProvider clock, ILogger<SmspConnections> logger)
    {
        var (certificate, key) = (new PemSource(options.SmspClientCertificate!), new PemSource(options.SmspClientKey!));
        var roots = options.SmspRoots is null ? null : new PemSource(options.SmspRoots);
        return new Reloading<SmspConnections>(
            "SmspClientCertificate, SmspClientKey and SmspRoots",
            () => certificate.Stamp() + key.Stamp() + roots?.Stamp(),
            () => new SmspConnections(new SslClientAuthenticationOptions
            {
                ClientCertificateContext = TlsIdentity.Read(certificate, key),
                CertificateChainPolicy = roots is null ? null : Trust(roots),
            }),
            clock,
            logger);
    }

    private static SocketsHttpHandler Handler(SslClientAuthenticationOptions tls) => new()
    {
        SslOptions = tls,
        ConnectTimeout = ConnectTimeout,
        MaxConnectionsPerServer = Maximum,
        PooledConnectionLifetime = Lifetime,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,

        // Whose call it is goes in the message, not in headers of tracing.
        ActivityHeadersPropagator = null,
    };

    /// <exception cref="InvalidDataException">There is no root.</exception>
    private static X509ChainPolicy Trust(PemSource source)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        foreach (var authority in source.Read("CERTIFICATE").Select(der => X509CertificateLoader.LoadCertificate(der)))
        {
            var isRoot = authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData);
            (isRoot ? trust.CustomTrustStore : trust.ExtraStore).Add(authority);
        }

        return trust.CustomTrustStore.Count > 0 ? trust : throw new InvalidDataException("there is no root certificate");
    }
}
