using GpConnect.Foundations.Certificates;
using GpConnect.Foundations.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace GpConnect.Provider.MutualTls;

/// <summary>
/// Lets a request in if its caller has shown a good certificate (C1): 496 without any, 495 for a bad one. Every host says whether
/// it asks for one; a host that says nothing does not start.
/// </summary>
internal sealed class ClientCertificates
{
    private readonly Reloading<ClientTrust>? trust;
    private readonly Func<HttpContext, ReadOnlyMemory<byte>?> presented;

    private ClientCertificates(Reloading<ClientTrust>? trust, Func<HttpContext, ReadOnlyMemory<byte>?> presented) => (this.trust, this.presented) = (trust, presented);

    /// <summary>For a host that listens on loopback, or behind a front end that has refused bad callers already.</summary>
    public static ClientCertificates NotAsked { get; } = new(null, _ => null);

    public bool AreAsked => trust is not null;

    /// <param name="presented">Where this host's callers show theirs; what it returns is DER, or was meant to be.</param>
    public static ClientCertificates Asked(Reloading<ClientTrust> trust, Func<HttpContext, ReadOnlyMemory<byte>?> presented) => new(trust, presented);

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

    /// <summary>What a front end puts there that has made the handshake. Anything else but one certificate in base64 is a bad one.</summary>
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
