using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GpConnect.Foundations.Certificates;

/// <summary>The identity that one side presents in a handshake: a certificate with its key, and the issuers' certificates.</summary>
internal static class TlsIdentity
{
    /// <param name="certificateFile">PEM of the certificate, then of its issuers.</param>
    public static SslStreamCertificateContext Read(string certificateFile, string keyFile) =>
        Of(X509Certificate2.CreateFromPemFile(certificateFile, keyFile), new PemSource(certificateFile, "the certificate").Read("CERTIFICATE"));

    /// <param name="certificate">The certificate, then those of its issuers.</param>
    /// <param name="key">One key as PKCS #8, without a password.</param>
    /// <exception cref="InvalidDataException">There is no certificate, or not one key.</exception>
    public static SslStreamCertificateContext Read(PemSource certificate, PemSource key)
    {
        if ((certificate.Read("CERTIFICATE"), key.Read("PRIVATE KEY")) is not ([var own, ..] chain, [var only]))
        {
            throw new InvalidDataException("there is no certificate, or not one key");
        }

        return Of(X509Certificate2.CreateFromPem(PemEncoding.WriteString("CERTIFICATE", own), PemEncoding.WriteString("PRIVATE KEY", only)), chain);
    }

    private static SslStreamCertificateContext Of(X509Certificate2 certificate, IReadOnlyList<byte[]> chain)
    {
        if (OperatingSystem.IsWindows())
        {
            // TLS on Windows cannot use an ephemeral key, so the certificate is imported with it.
            certificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }

        return SslStreamCertificateContext.Create(certificate, [.. chain.Skip(1).Select(der => X509CertificateLoader.LoadCertificate(der))], offline: true);
    }
}
