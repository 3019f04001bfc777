using System.Security.Cryptography;
using System.Text;

namespace GpConnect.Functions.Storage;

/// <summary>
/// A SHA-256 over everything a record consists of, its key included, so that neither a damaged record
/// nor a sound one in the wrong place is ever served.
/// </summary>
internal static class RecordChecksum
{
    public static byte[] Of(RecordKey key, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', key.Practice, key.ResourceType, key.Id, "")));
        hash.AppendData(envelope);
        hash.AppendData("\n"u8);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
