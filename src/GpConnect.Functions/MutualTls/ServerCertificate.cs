using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace GpConnect.Functions.MutualTls;

internal static class ServerCertificate
{
    /// <param name="certificateFile">PEM of the certificate and of those above it.</param>
    public static SslStreamCertificateContext Read(string certificateFile, string keyFile)
    {
        var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        if (OperatingSystem.IsWindows())
        {
            // Its TLS does not use a key that was never stored.
            certificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }

        var above = new PemSource(certificateFile).Read("CERTIFICATE").Skip(1).Select(der => X509CertificateLoader.LoadCertificate(der));
        return SslStreamCertificateContext.Create(certificate, [.. above], offline: true);
    }
}
