using System.Runtime.InteropServices;
using System.Text.Json;

namespace GpConnect.Foundations.Audit;

/// <summary>
/// A record as one line of JSON: in the blobs of the trail and in exports. The entry keeps the bytes that its hash covers.
/// Releases before this one kept line breaks of a caller, and even bytes that are not UTF-8. Such an entry is rewritten on
/// one line, or left out as null, and <c>bytes</c> has the original in base64.
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

    /// <summary>An entry as people read it: the same memory where it is on one line, rewritten otherwise; null if nobody can read it.</summary>
    public static ReadOnlyMemory<byte> TextOf(ReadOnlyMemory<byte> entry) => AuditJson.ErrorOf(entry.Span) is not null
        ? "null"u8.ToArray()
        : entry.Span.ContainsAnyInRange((byte)0, (byte)0x1F) ? AuditJson.OnOneLine(entry.Span) : entry;

    /// <param name="error">Why the line is not a record.</param>
    /// <returns>Null when the line is not a record.</returns>
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

            // What people read in such a line has to be what its bytes say.
            return bytes.ValueKind == JsonValueKind.String && bytes.TryGetBytesFromBase64(out var original)
                && new AuditRecord(stream.GetString()!, place, digest, original) is var record && Write(record).AsSpan().SequenceEqual(text)
                ? record
                : null;
        }
        catch (InvalidOperationException)
        {
            // A name or a text with an escaped lone surrogate.
            return null;
        }
    }
}
