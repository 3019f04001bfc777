using Org.BouncyCastle.Security.Certificates;
using Org.BouncyCastle.X509;
using BigInteger = Org.BouncyCastle.Math.BigInteger;

namespace GpConnect.Provider.MutualTls;

/// <summary>
/// A complete list of the certificates that an issuer has revoked. .NET itself reads such lists only from the operating system's
/// stores.
/// </summary>
internal sealed class RevocationList
{
    private readonly X509Crl list;
    private readonly HashSet<BigInteger> serialNumbers;

    /// <exception cref="InvalidDataException">The bytes are not a revocation list, or the list is not complete.</exception>
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

        // A critical extension marks a list of only some certificates: a delta, or one of several parts.
        if (list.GetCriticalExtensionOids() is { Count: > 0 })
        {
            throw new InvalidDataException("a revocation list is not complete");
        }

        serialNumbers = [.. (list.GetRevokedCertificates() ?? new HashSet<X509CrlEntry>()).Select(entry => entry.SerialNumber)];
    }

    /// <summary>Whether the issuer signed this list and it is in force: issued, and its successor not yet due.</summary>
    public bool Holds(X509Certificate issuer, DateTime now) =>
        list.IssuerDN.Equivalent(issuer.SubjectDN)
        && list.ThisUpdate <= now && now < list.NextUpdate
        && issuer.GetKeyUsage() is null or [_, _, _, _, _, _, true, ..]
        && list.IsSignatureValid(issuer.GetPublicKey());

    public bool Names(X509Certificate certificate) => serialNumbers.Contains(certificate.SerialNumber);
}
