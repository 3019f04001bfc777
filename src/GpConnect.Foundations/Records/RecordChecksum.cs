using System.Text;

namespace GpConnect.Foundations.Records;

/// <summary>
/// A SHA-256 over the whole record, including its key, so that neither a damaged record nor an intact one under the wrong key is ever
/// served.
/// </summary>
internal static class RecordChecksum
{
    public static byte[] Of(RecordKey key, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> body)
    {
        var names = Encoding.UTF8.GetMaxByteCount(key.Practice.Length + key.ResourceType.Length + key.Id.Length);
        using var content = new HashedContent(names + envelope.Length + body.Length + 4);
        foreach (var name in (ReadOnlySpan<string>)[key.Practice, key.ResourceType, key.Id])
        {
            content.Add(name);
            content.Add("\n"u8);
        }

        content.Add(envelope);
        content.Add("\n"u8);
        content.Add(body);
        return content.Hash();
    }
}
