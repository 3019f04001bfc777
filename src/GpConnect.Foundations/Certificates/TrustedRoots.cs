using System.Security.Cryptography.X509Certificates;

namespace GpConnect.Foundations.Certificates;

/// <summary>Accepts chains that end at the given roots. Neither the operating system's roots nor the network is used.</summary>
internal static class TrustedRoots
{
    /// <param name="authorities">DER of the roots and intermediates.</param>
    /// <exception cref="InvalidDataException">There is no root.</exception>
    public static X509ChainPolicy Policy(IEnumerable<byte[]> authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        foreach (var authority in authorities.Select(der => X509CertificateLoader.LoadCertificate(der)))
        {
            var isRoot = authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData);
            (isRoot ? policy.CustomTrustStore : policy.ExtraStore).Add(authority);
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw new InvalidDataException("there is no root certificate");
    }
}
