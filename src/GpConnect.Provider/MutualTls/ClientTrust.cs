using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GpConnect.Foundations.Certificates;
using Org.BouncyCastle.Security;

namespace GpConnect.Provider.MutualTls;

/// <summary>
/// Decides which callers are trusted, by roots, intermediates and revocation lists as they were read at one time, and by the
/// names of the Spine Secure Proxy (transport.md §8).
/// </summary>
internal sealed class ClientTrust
{
    /// <summary>A certificate that was found valid is not checked again for this time.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(5);

    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private const string NotForThisUse = "The client certificate or one above it is not valid for this use";

    private readonly X509ChainPolicy policy;
    private readonly IReadOnlyList<RevocationList>? lists;
    private readonly IReadOnlyList<string> names;
    private readonly TimeProvider clock;

    /// <summary>
    /// Times of the check, by hash of the certificate. Only valid ones are kept: they are few, but a caller can make any number of
    /// others.
    /// </summary>
    private readonly ConcurrentDictionary<string, long> accepted = [];

    /// <param name="lists">DER of the revocation lists; null when revocation is not checked.</param>
    /// <exception cref="InvalidDataException">There is no root, a certificate is not an authority's, or a list is invalid.</exception>
    public ClientTrust(IEnumerable<byte[]> authorities, IEnumerable<byte[]>? lists, IReadOnlyList<string> names, TimeProvider clock)
    {
        this.names = names;
        this.clock = clock;
        this.lists = lists?.Select(list => new RevocationList(list)).ToList();
        policy = TrustedRoots.Policy(authorities);
        if (!policy.CustomTrustStore.Concat(policy.ExtraStore).All(IsAuthority))
        {
            throw new InvalidDataException("one of the certificates is not an authority's, so it could not be revoked");
        }

        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
    }

    /// <summary>Why a certificate is refused; null when it is valid.</summary>
    public string? Refuse(ReadOnlyMemory<byte> der)
    {
        var hash = Convert.ToHexString(SHA256.HashData(der.Span));
        if (accepted.TryGetValue(hash, out var at) && clock.GetElapsedTime(at) < MaximumAge)
        {
            return null;
        }

        if (Validate(der.Span) is { } reason)
        {
            accepted.TryRemove(hash, out _);
            return reason;
        }

        accepted[hash] = clock.GetTimestamp();
        return null;
    }

    private string? Validate(ReadOnlySpan<byte> der)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return RefuseChain(certificate) ?? (names.Any(name => certificate.MatchesHostname(name, allowWildcards: false))
                ? null
                : "The client certificate is not the Spine Secure Proxy's");
        }
        catch (CryptographicException)
        {
            return "The client certificate cannot be read";
        }
    }

    private string? RefuseChain(X509Certificate2 certificate)
    {
        using var chain = new X509Chain { ChainPolicy = policy.Clone() };
        chain.ChainPolicy.VerificationTime = clock.GetUtcNow().UtcDateTime;
        if (!chain.Build(certificate))
        {
            return Explain(chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status));
        }

        if (chain.ChainElements.Count == 1)
        {
            return "The client certificate is itself a root, which cannot be revoked";
        }

        if (!MaySign(certificate))
        {
            return NotForThisUse;
        }

        return lists is null ? null : RefuseRevoked([.. chain.ChainElements.Select(element => DotNetUtilities.FromX509Certificate(element.Certificate))], lists);
    }

    private static string Explain(X509ChainStatusFlags errors)
    {
        if (errors.HasFlag(X509ChainStatusFlags.UntrustedRoot) || errors.HasFlag(X509ChainStatusFlags.PartialChain))
        {
            return "The client certificate is not from an authority that is trusted here";
        }

        return errors.HasFlag(X509ChainStatusFlags.NotTimeValid)
            ? "The client certificate or one above it has expired or is not valid yet"
            : NotForThisUse;
    }

    private static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);

    /// <summary>Whether the key may sign, as it does in a handshake. .NET checks only the extended usages.</summary>
    private static bool MaySign(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509KeyUsageExtension>().All(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature));

    /// <param name="chain">From the certificate to the root.</param>
    private string? RefuseRevoked(IReadOnlyList<Org.BouncyCastle.X509.X509Certificate> chain, IReadOnlyList<RevocationList> known)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var (certificate, issuer) in chain.Zip(chain.Skip(1)))
        {
            var inForce = known.Where(list => list.Holds(issuer, now)).ToList();
            if (inForce.Count == 0)
            {
                return "There is no revocation list in force for the issuer of the client certificate or of one above it";
            }

            if (inForce.Exists(list => list.Names(certificate)))
            {
                return "The client certificate or one above it has been revoked";
            }
        }

        return null;
    }
}
