using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace GpConnect.Foundations.Records;

/// <summary>
/// Turns an identifier into the key under which it is indexed: an HMAC-SHA-256 under the deployment's key. Index keys and document
/// ids end up in diagnostics, and a plain hash of ten digits is easily reversed.
/// </summary>
internal sealed class IdentifierHashes(ReadOnlyMemory<byte> key)
{
    /// <summary>The token of an identifier; matching is exact and case-sensitive in every part.</summary>
    public string Of(string practice, string resourceType, string system, string value)
    {
        var text = string.Join('\n', practice, resourceType, system, value);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Span, Encoding.UTF8.GetBytes(text), hash);
        return Base64Url.EncodeToString(hash);
    }
}
