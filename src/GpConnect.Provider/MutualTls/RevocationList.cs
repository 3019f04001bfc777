using Org.BouncyCastle.Security.Certificates;
using Org.BouncyCastle.X509;
using BigInteger = Org.BouncyCastle.Math.BigInteger;

namespace GpConnect.Provider.MutualTls;

/// <summary>A complete list of the certificates that an issuer has revoked. .NET reads lists only from where the operating system keeps them.</summary>
internal sealed class RevocationList
{
    /// <summary>Index of <c>cRLSign</c> among the usages of a key.</summary>
    private const int CrlSign = 6;

    private readonly X509Crl list;
    private readonly HashSet<BigInteger> serialNumbers;

    /// <exception cref="InvalidDataException">This is no list, or no complete one.</exception>
    public RevocationList(byte[] der)
    {
        try
        {
            list = new X509CrlParser().ReadCrl(der) ?? throw new InvalidDataException("a revocation list is empty");
        }
        catch (CrlException exception)
        {
            throw new InvalidDataException($"a revocation list is damaged: {exception.Message}", exception);
        }

        // A critical extension makes it a list of some certificates only: a delta, or one of several parts.
        if (list.GetCriticalExtensionOids() is { Count: > 0 })
        {
            throw new InvalidDataException("a revocation list is not a complete one");
        }

        serialNumbers = [.. (list.GetRevokedCertificates() ?? new HashSet<X509CrlEntry>()).Select(entry => entry.SerialNumber)];
    }

    /// <summary>Whether the issuer has signed this list and the next one is not due.</summary>
    public bool Holds(X509Certificate issuer, DateTime now) =>
        list.IssuerDN.Equivalent(issuer.SubjectDN)
        && list.ThisUpdate <= now && now < list.NextUpdate
        && issuer.GetKeyUsage() is null or [_, _, _, _, _, _, true, ..]
        && list.IsSignatureValid(issuer.GetPublicKey());

    public bool Names(X509Certificate certificate) => serialNumbers.Contains(certificate.SerialNumber);
}
