using System.Net.Security;
using System.Security.Authentication;
using GpConnect.Foundations.Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace GpConnect.Provider.MutualTls;

/// <summary>
/// TLS in Kestrel (transport.md §8). The handshake asks for a client certificate but completes without a valid one, so that such
/// callers can be answered with 495 or 496.
/// </summary>
internal static class TlsEndpoint
{
    /// <summary>
    /// The suites of TLS 1.3, then the ECDHE suites of transport.md §8, most preferred first. DHE is left to a gateway.
    /// </summary>
    private static readonly TlsCipherSuite[] Suites =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
    ];

    /// <summary>Null on Windows, which takes its suites only from the system's policy.</summary>
    private static readonly CipherSuitesPolicy? Policy = OperatingSystem.IsWindows() ? null : new CipherSuitesPolicy(Suites);

    public static void UseMutualTls(this ListenOptions listen)
    {
        var certificate = listen.ApplicationServices.GetRequiredService<Reloading<SslStreamCertificateContext>>();

        // The Spine Secure Proxy speaks HTTP/1.1, and HTTP/2 does not allow the suites without GCM.
        listen.Protocols = HttpProtocols.Http1;
        listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(Authentication(certificate.Current)) });
    }

    private static SslServerAuthenticationOptions Authentication(SslStreamCertificateContext certificate) => new()
    {
        ServerCertificateContext = certificate,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CipherSuitesPolicy = Policy,
        ClientCertificateRequired = true,
#pragma warning disable CA5359 // This is the client's certificate, which the pipeline checks.
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359

        // A resumed session does not always carry the caller's certificate.
        AllowTlsResume = false,
    };
}
