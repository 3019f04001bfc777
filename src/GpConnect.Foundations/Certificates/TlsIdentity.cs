using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GpConnect.Foundations.Certificates;

/// <summary>What one side of a handshake shows: a certificate with its key, and those above it.</summary>
internal static class TlsIdentity
{
    /// <param name="certificateFile">PEM of the certificate and of those above it.</param>
    public static SslStreamCertificateContext Read(string certificateFile, string keyFile) =>
        Of(X509Certificate2.CreateFromPemFile(certificateFile, keyFile), new PemSource(certificateFile, "the certificate").Read("CERTIFICATE"));

    /// <param name="certificate">The certificate, then those above it.</param>
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
            // Its TLS does not use a key that was never stored.
            certificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }

        return SslStreamCertificateContext.Create(certificate, [.. chain.Skip(1).Select(der => X509CertificateLoader.LoadCertificate(der))], offline: true);
    }
}
