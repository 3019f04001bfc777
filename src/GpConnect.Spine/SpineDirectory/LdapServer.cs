using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using GpConnect.Foundations.Certificates;

namespace GpConnect.Spine.SpineDirectory;

/// <summary>The directory's address and its TLS settings. The files are read for each connection.</summary>
internal sealed class LdapServer
{
    /// <summary>.NET has no default port for this scheme.</summary>
    private const int SecurePort = 636;

    private readonly Uri address;
    private readonly SslClientAuthenticationOptions? tls;

    public LdapServer(SdsOptions options)
    {
        address = options.SdsLdap!;
        tls = address.Scheme == SdsDirectory.SecureLdap ? Authentication(options) : null;
    }

    public async Task<Stream> ConnectAsync(CancellationToken limit)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.DnsSafeHost, address.Port < 0 ? SecurePort : address.Port, limit);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return tls is null ? stream : await SecureAsync(stream, tls, limit);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> SecureAsync(Stream stream, SslClientAuthenticationOptions tls, CancellationToken limit)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsClientAsync(tls, limit);
        return secure;
    }

    /// <summary>Demands a chain to the given roots only, and the right host name; without a callback .NET checks both.</summary>
    private SslClientAuthenticationOptions Authentication(SdsOptions options) => new()
    {
        TargetHost = address.DnsSafeHost,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateContext = TlsIdentity.Read(options.SdsClientCertificate!, options.SdsClientKey!),
        CertificateChainPolicy = TrustedRoots.Policy(new PemSource(options.SdsRoots!, nameof(options.SdsRoots)).Read("CERTIFICATE")),
    };
}
