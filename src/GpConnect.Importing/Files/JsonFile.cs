using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace GpConnect.Importing.Files;

/// <summary>A JSON file: one resource, or a Bundle of any type, which yields its entries one by one.</summary>
internal static class JsonFile
{
    /// <summary>Largest file in bytes, because the whole file is held in memory. NDJSON has no such limit.</summary>
    public const long LargestFile = 512L * 1024 * 1024;

    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static IEnumerable<SourceRecord> Read(string path)
    {
        if (DataFile.ReadAll(path, LargestFile) is not { } bytes)
        {
            return [SourceRecord.Unreadable("the file is larger than 512 MB; split it, or write it as NDJSON")];
        }

        if (bytes.Length == 0)
        {
            return [SourceRecord.Unreadable(SourceRecord.EmptyFile, at: FilePosition.Start)];
        }

        var whole = SourceRecord.OfJson(WithoutMark(bytes));
        return whole.Type == "Bundle" ? ReadBundle(whole) : [whole];
    }

    public static ReadOnlyMemory<byte> WithoutMark(byte[] bytes) =>
        bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes.AsMemory(ByteOrderMark.Length) : bytes;

    private static IEnumerable<SourceRecord> ReadBundle(SourceRecord whole)
    {
        if (!TryParse(whole.Bytes, out var document, out var end))
        {
            yield return SourceRecord.Unreadable("the file is not one well-formed JSON value, or too deeply nested", at: end);
            yield break;
        }

        using (document)
        {
            var links = Links(document.RootElement);
            var (number, offset, start) = (0, 0, FilePosition.Start);
            foreach (var entry in Entries(document.RootElement))
            {
                var resources = Resources(entry);
                var next = Offset(whole.Bytes, resources is [var first, ..] ? first : entry);
                start = start.After(whole.Bytes.Span[offset..next]);
                offset = next;
                yield return ReadEntry(++number, start, entry, resources, links);
            }
        }
    }

    /// <summary>Null when no entry has a <c>fullUrl</c>.</summary>
    private static BundleLinks? Links(JsonElement bundle)
    {
        var links = new BundleLinks();
        foreach (var entry in Entries(bundle))
        {
            if (Text(entry, "fullUrl") is { } fullUrl && entry.TryGetProperty("resource", out var resource))
            {
                links.Add(fullUrl, Text(resource, "resourceType"), Text(resource, "id"));
            }
        }

        return links.IsEmpty ? null : links;
    }

    private static string? Text(JsonElement element, string property)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            // An escape that is half of a surrogate pair.
            return null;
        }
    }

    /// <param name="end">Where the JSON is not well-formed.</param>
    private static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out JsonDocument? document, out FilePosition end)
    {
        end = default;
        try
        {
            document = JsonDocument.Parse(bytes);
            return true;
        }
        catch (JsonException exception)
        {
            document = null;
            end = FilePosition.Start.After(bytes.Span[..JsonPlaces.Offset(bytes.Span, exception)]);
            return false;
        }
    }

    /// <summary>Enumerates the properties, because a look-up by name would hide all but the last of repeated ones.</summary>
    private static IEnumerable<JsonElement> Entries(JsonElement bundle) =>
        bundle.EnumerateObject()
            .Where(property => property.NameEquals("entry"u8))
            .SelectMany(property => property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray() : Enumerable.Repeat(property.Value, 1));

    private static List<JsonElement> Resources(JsonElement entry) => entry.ValueKind == JsonValueKind.Object
        ? [.. entry.EnumerateObject().Where(property => property.NameEquals("resource"u8)).Select(property => property.Value)]
        : [];

    private static int Offset(ReadOnlyMemory<byte> file, JsonElement element) =>
        file.Span.Overlaps(JsonMarshal.GetRawUtf8Value(element), out var offset) ? offset : 0;

    private static SourceRecord ReadEntry(int number, FilePosition start, JsonElement entry, List<JsonElement> resources, BundleLinks? links) => resources is [var resource]
        ? SourceRecord.OfJson(JsonMarshal.GetRawUtf8Value(resource).ToArray(), number, start) with { Links = links, FullUrl = Text(entry, "fullUrl") }
        : SourceRecord.Unreadable("the entry does not hold exactly one resource", number, start);
}
