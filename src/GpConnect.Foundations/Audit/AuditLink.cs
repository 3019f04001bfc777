using System.Text.Json;

namespace GpConnect.Foundations.Audit;

/// <summary>
/// The entry of kind <c>stream</c>, which the trail writes itself: it names the ends of other streams at the time of writing. It
/// shows that a stream which it names was removed as a whole.
/// </summary>
internal static class AuditLink
{
    public const string Kind = "stream";

    private const string Before = "before";

    /// <summary>The ends that an entry names; empty if it is of another kind or unreadable.</summary>
    public static IReadOnlyList<AuditEnd> Read(ReadOnlyMemory<byte> entry)
    {
        try
        {
            using var document = JsonDocument.Parse(entry, AuditJson.Options);
            return document.RootElement.TryGetProperty(Before, out var before) ? [.. before.EnumerateArray().Select(Read)] : [];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return [];
        }
    }

    private static AuditEnd Read(JsonElement end) => new(
        end.GetProperty("stream").GetString() ?? "",
        new AuditHead(end.GetProperty("number").GetInt64(), end.GetProperty("hash").GetBytesFromBase64()));

    public static AuditEntry Write(IReadOnlyCollection<AuditEnd> ends, DateTimeOffset time) => new(JsonText.Object(json =>
    {
        json.WriteString(AuditEntry.Id, AuditEntry.NewId());
        json.WriteString("time", time);
        json.WriteString(AuditEntry.Kind, Kind);
        json.WriteStartArray(Before);
        foreach (var (stream, head) in ends)
        {
            json.WriteStartObject();
            json.WriteString("stream", stream);
            json.WriteNumber("number", head.Number);
            json.WriteBase64String("hash", head.Hash);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("version", ProductVersion.Text);
    }));
}
