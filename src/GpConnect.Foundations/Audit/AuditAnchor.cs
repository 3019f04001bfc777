using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GpConnect.Foundations.Audit;

/// <summary>
/// States that a stream ended with a certain record. If the anchor is stored elsewhere, or signed with a key that the owner of the
/// trail does not have, it shows whether the stream was later truncated or recomputed.
/// </summary>
/// <param name="Signature">HMAC-SHA-256 under the audit key; null without a key.</param>
internal sealed record AuditAnchor(DateTimeOffset Time, string Stream, long Number, byte[] Hash, byte[]? Signature)
{
    public static AuditAnchor Of(string stream, AuditHead head, byte[]? key, DateTimeOffset time) =>
        new(time, stream, head.Number, head.Hash, key is null ? null : Sign(key, stream, head.Number, head.Hash));

    public bool IsSignedWith(byte[] key) =>
        Signature is not null && CryptographicOperations.FixedTimeEquals(Signature, Sign(key, Stream, Number, Hash));

    public string ToJson() => Encoding.UTF8.GetString(JsonText.Object(json =>
    {
        json.WriteString("time", Time);
        json.WriteString("stream", Stream);
        json.WriteNumber("number", Number);
        json.WriteBase64String("hash", Hash);
        if (Signature is not null)
        {
            json.WriteBase64String("signature", Signature);
        }
    }));

    /// <summary>
    /// Finds the anchor in a line, which may be a line of a log with other text around it; null when the line holds none.
    /// </summary>
    public static AuditAnchor? Find(string line)
    {
        var (start, end) = (line.IndexOf('{', StringComparison.Ordinal), line.LastIndexOf('}'));
        if (start < 0 || end < start)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line.AsMemory(start, end - start + 1));
            var anchor = document.RootElement;
            return new AuditAnchor(
                anchor.GetProperty("time").GetDateTimeOffset(),
                anchor.GetProperty("stream").GetString()!,
                anchor.GetProperty("number").GetInt64(),
                anchor.GetProperty("hash").GetBytesFromBase64(),
                anchor.TryGetProperty("signature", out var signature) ? signature.GetBytesFromBase64() : null);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static byte[] Sign(byte[] key, string stream, long number, byte[] hash)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        byte[] content = [.. Encoding.ASCII.GetBytes(stream), .. bytes, .. hash];
        return HMACSHA256.HashData(key, content);
    }
}
