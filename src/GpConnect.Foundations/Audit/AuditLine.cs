using System.Runtime.InteropServices;
using System.Text.Json;

namespace GpConnect.Foundations.Audit;

/// <summary>
/// A record as one line of JSON, in the blobs of the trail and in exports. The entry consists of exactly the bytes that its hash
/// covers. Earlier releases stored line breaks from a caller, and even bytes that are not UTF-8. Such an entry is rewritten on one
/// line, or replaced by null, and <c>bytes</c> holds the original in base64.
/// </summary>
internal static class AuditLine
{
    public static byte[] Write(AuditRecord record)
    {
        var entry = record.Entry;
        var text = TextOf(entry);
        var isUnchanged = text.Equals(entry);
        var place = JsonText.Object(json =>
        {
            json.WriteString("stream", record.Stream);
            json.WriteNumber("number", record.Number);
            json.WriteBase64String("hash", record.Hash);
            if (!isUnchanged)
            {
                json.WriteBase64String("bytes", entry.Span);
            }
        });
        return [.. place.AsSpan()[..^1], .. ",\"entry\":"u8, .. text.Span, (byte)'}'];
    }

    /// <summary>
    /// The readable form of an entry: the same memory if it is on one line, otherwise rewritten; the JSON value null if it is not
    /// readable.
    /// </summary>
    public static ReadOnlyMemory<byte> TextOf(ReadOnlyMemory<byte> entry) => AuditJson.ErrorOf(entry.Span) is not null
        ? "null"u8.ToArray()
        : entry.Span.ContainsAnyInRange((byte)0, (byte)0x1F) ? AuditJson.OnOneLine(entry.Span) : entry;

    /// <param name="error">Why the line is not a record; null when it is.</param>
    /// <returns>The record; null when the line is not one.</returns>
    public static AuditRecord? Read(ReadOnlyMemory<byte> line, out string? error)
    {
        error = AuditJson.ErrorOf(line.Span);
        if (error is not null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(line, AuditJson.Options);
        var record = Read(document.RootElement, line.Span);
        error = record is null ? "is not a record of the audit trail" : null;
        return record;
    }

    private static AuditRecord? Read(JsonElement line, ReadOnlySpan<byte> text)
    {
        try
        {
            if (!line.TryGetProperty("stream", out var stream) || stream.ValueKind != JsonValueKind.String
                || !line.TryGetProperty("number", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out var place)
                || !line.TryGetProperty("hash", out var hash) || hash.ValueKind != JsonValueKind.String || !hash.TryGetBytesFromBase64(out var digest)
                || !line.TryGetProperty("entry", out var entry))
            {
                return null;
            }

            if (!line.TryGetProperty("bytes", out var bytes))
            {
                return entry.ValueKind == JsonValueKind.Object ? new AuditRecord(stream.GetString()!, place, digest, JsonMarshal.GetRawUtf8Value(entry).ToArray()) : null;
            }

            // The readable entry in such a line must be the one that its bytes yield.
            return bytes.ValueKind == JsonValueKind.String && bytes.TryGetBytesFromBase64(out var original)
                && new AuditRecord(stream.GetString()!, place, digest, original) is var record && Write(record).AsSpan().SequenceEqual(text)
                ? record
                : null;
        }
        catch (InvalidOperationException)
        {
            // A property name or a string with an escaped lone surrogate.
            return null;
        }
    }
}
