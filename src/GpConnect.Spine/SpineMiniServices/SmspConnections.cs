using System.Net.Security;
using GpConnect.Foundations.Certificates;
using GpConnect.Spine.Connections;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>
/// Connections with one client certificate and one set of roots. New files lead to new connections; the earlier ones finish their
/// requests and close when they are idle.
/// </summary>
internal sealed class SmspConnections(SslClientAuthenticationOptions tls) : HttpMessageInvoker(Handler(tls), disposeHandler: true)
{
    private const int Maximum = 64;

    /// <summary>Opens the connections that the settings describe.</summary>
    public static Reloading<SmspConnections> Open(SmspOptions options, TimeProvider clock, ILogger<SmspConnections> logger)
    {
        var (certificate, key) = (new PemSource(options.SmspClientCertificate!, nameof(options.SmspClientCertificate)), new PemSource(options.SmspClientKey!, nameof(options.SmspClientKey)));
        var roots = options.SmspRoots is null ? null : new PemSource(options.SmspRoots, nameof(options.SmspRoots));
        return new Reloading<SmspConnections>(
            "SmspClientCertificate, SmspClientKey and SmspRoots",
            () => certificate.Stamp() + key.Stamp() + roots?.Stamp(),
            () => new SmspConnections(new SslClientAuthenticationOptions
            {
                ClientCertificateContext = TlsIdentity.Read(certificate, key),
                CertificateChainPolicy = roots is null ? null : TrustedRoots.Policy(roots.Read("CERTIFICATE")),
            }),
            clock,
            logger);
    }

    private static SocketsHttpHandler Handler(SslClientAuthenticationOptions tls)
    {
        var handler = PdsConnections.CreateHandler(Maximum);
        handler.SslOptions = tls;
        handler.UseProxy = false;
        return handler;
    }
}
