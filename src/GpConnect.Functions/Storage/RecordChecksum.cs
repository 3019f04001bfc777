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
        var name = $"{key.Practice}\n{key.ResourceType}\n{key.Id}\n";
        using var content = new HashedContent(Encoding.UTF8.GetMaxByteCount(name.Length) + envelope.Length + 1 + body.Length);
        content.Add(name);
        content.Add(envelope);
        content.Add("\n"u8);
        content.Add(body);
        return content.Hash();
    }
}
