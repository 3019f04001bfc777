using System.Runtime.InteropServices;
using System.Text.Json;

namespace GpConnect.Functions.Importing;

/// <summary>A JSON file: one resource, or a Bundle of any type whose entries are taken one by one.</summary>
internal static class JsonFile
{
    /// <summary>Largest file in bytes, as it is held in memory; more records come as NDJSON.</summary>
    public const long LargestFile = 512L * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static IEnumerable<SourceRecord> Read(string path)
    {
        if (DataFile.ReadAll(path, LargestFile) is not { } bytes)
        {
            return [SourceRecord.Bad("", "the file is larger than 512 MB; split it, or write it as NDJSON")];
        }

        var whole = SourceRecord.OfJson("", WithoutMark(bytes));
        return whole.Type == "Bundle" ? ReadBundle(whole) : [whole];
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] bytes) =>
        bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes.AsMemory(ByteOrderMark.Length) : bytes;

    private static IEnumerable<SourceRecord> ReadBundle(SourceRecord whole)
    {
        if (Parse(whole.Bytes) is not { } document)
        {
            yield return SourceRecord.Bad("", "the file is not one well-formed JSON value, or too deeply nested");
            yield break;
        }

        using (document)
        {
            var links = Links(document.RootElement);
            var number = 0;
            foreach (var entry in Entries(document.RootElement))
            {
                yield return ReadEntry(++number, entry, links);
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
            // Half of a surrogate pair, written as an escape.
            return null;
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>By enumeration, as looking the name up would hide all but the last of repeated properties.</summary>
    private static IEnumerable<JsonElement> Entries(JsonElement bundle) =>
        bundle.EnumerateObject()
            .Where(property => property.NameEquals("entry"u8))
            .SelectMany(property => property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray() : Enumerable.Repeat(property.Value, 1));

    private static SourceRecord ReadEntry(int number, JsonElement entry, BundleLinks? links)
    {
        var position = $"entry {number}";
        var resources = entry.ValueKind == JsonValueKind.Object
            ? entry.EnumerateObject().Where(property => property.NameEquals("resource"u8)).ToList()
            : [];
        return resources is [var resource]
            ? SourceRecord.OfJson(position, JsonMarshal.GetRawUtf8Value(resource.Value).ToArray()) with { Links = links, FullUrl = Text(entry, "fullUrl") }
            : SourceRecord.Bad(position, "the entry does not hold exactly one resource");
    }
}
