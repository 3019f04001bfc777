using System.Buffers;
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
        // One buffer and one call: feeding a hash in pieces costs more than the hash.
        var content = new ArrayBufferWriter<byte>(envelope.Length + body.Length + 256);
        Encoding.UTF8.GetBytes(string.Join('\n', key.Practice, key.ResourceType, key.Id, ""), content);
        content.Write(envelope);
        content.Write("\n"u8);
        content.Write(body);
        return SHA256.HashData(content.WrittenSpan);
    }
}
