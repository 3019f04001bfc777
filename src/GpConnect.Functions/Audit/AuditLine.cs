using System.Text.Json;

namespace GpConnect.Functions.Audit;

/// <summary>A record as one line of JSON: in the blobs of the trail and in exports. The entry keeps its bytes.</summary>
internal static class AuditLine
{
    public static byte[] Write(AuditRecord record) => JsonText.Object(json =>
    {
        json.WriteString("stream", record.Stream);
        json.WriteNumber("number", record.Number);
        json.WriteBase64String("hash", record.Hash);
        json.WritePropertyName("entry");
        json.WriteRawValue(record.Entry.Span, skipInputValidation: true);
    });

    /// <exception cref="InvalidDataException">The line is not a record.</exception>
    public static AuditRecord Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var record = document.RootElement;
            return new AuditRecord(
                record.GetProperty("stream").GetString()!,
                record.GetProperty("number").GetInt64(),
                record.GetProperty("hash").GetBytesFromBase64(),
                System.Text.Encoding.UTF8.GetBytes(record.GetProperty("entry").GetRawText()));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("A line of the audit trail is not a record.", exception);
        }
    }
}
