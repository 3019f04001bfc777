using GpConnect.Foundations.Certificates;
using GpConnect.Foundations.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace GpConnect.Provider.MutualTls;

/// <summary>
/// Admits a request if its caller has presented a valid certificate (C1): 496 without one, 495 for an invalid one. Every host
/// states whether it requires one; a host that does not state it does not start.
/// </summary>
internal sealed class ClientCertificates
{
    private readonly Reloading<ClientTrust>? trust;
    private readonly Func<HttpContext, ReadOnlyMemory<byte>?> presented;

    private ClientCertificates(Reloading<ClientTrust>? trust, Func<HttpContext, ReadOnlyMemory<byte>?> presented) => (this.trust, this.presented) = (trust, presented);

    /// <summary>For a host that listens on loopback, or behind a front end that has already refused untrusted callers.</summary>
    public static ClientCertificates NotRequired { get; } = new(null, _ => null);

    public bool AreRequired => trust is not null;

    /// <param name="trust">What a certificate is checked against.</param>
    /// <param name="presented">Returns the certificate that the caller presented, as DER, possibly malformed; null without one.</param>
    public static ClientCertificates Required(Reloading<ClientTrust> trust, Func<HttpContext, ReadOnlyMemory<byte>?> presented) => new(trust, presented);

    public Failure? Refuse(HttpContext context)
    {
        if (trust is null)
        {
            return null;
        }

        if (presented(context) is not { } certificate)
        {
            return SpineError.CertificateMissing.Because("There is no client certificate");
        }

        return trust.Current.Refuse(certificate) is { } reason ? SpineError.CertificateRefused.Because(reason) : null;
    }

    public static ReadOnlyMemory<byte>? OnConnection(HttpContext context) =>
        context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate?.RawDataMemory;

    /// <summary>
    /// The certificate that the front end received in the handshake and forwards in this header; null without the header. Anything
    /// other than one certificate in base64 counts as an invalid certificate.
    /// </summary>
    public static ReadOnlyMemory<byte>? InHeader(HttpContext context, string name)
    {
        var values = context.Request.Headers[name];
        if (values.Count == 0)
        {
            return null;
        }

        var text = values.ToString();
        var der = new byte[text.Length];
        return Convert.TryFromBase64String(text, der, out var length) ? der.AsMemory(0, length) : ReadOnlyMemory<byte>.Empty;
    }
}
