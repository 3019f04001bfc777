using System.Text.Json;
using GpConnect.Fhir;

namespace GpConnect.Importing.Files;

/// <summary>One resource of a file, not parsed yet.</summary>
/// <param name="Entry">Its number in a Bundle; null when it is no entry of one.</param>
/// <param name="Start">Where it begins, or where the file cannot be read any further; null when it is the whole file.</param>
/// <param name="Error">Why there are no bytes to parse.</param>
internal sealed record SourceRecord(int? Entry, FilePosition? Start, ReadOnlyMemory<byte> Bytes, FhirFormat Format, string? Error = null)
{
    /// <summary>For example <c>entry 3</c> or <c>line 12</c>; empty when it is the whole file.</summary>
    public string Position => Entry is { } entry ? $"entry {entry}" : Start is { } start ? $"line {start.Line}" : "";

    /// <summary>Where the elements of an entry in XML stand in the file, in order; its bytes are not those of the file.</summary>
    public IReadOnlyList<FilePosition>? Elements { get; init; }

    /// <summary>The resource type as it stands at the top; null when it cannot be told.</summary>
    public string? Type { get; init; }

    /// <summary>The Bundle that it is an entry of, with the <c>fullUrl</c>s in it; null outside of Bundles without any.</summary>
    public BundleLinks? Links { get; init; }

    public string? FullUrl { get; init; }

    public static SourceRecord Bad(string error, int? entry = null, FilePosition? at = null) => new(entry, at, default, FhirFormat.Json, error);

    public static SourceRecord OfJson(ReadOnlyMemory<byte> bytes, int? entry = null, FilePosition? start = null) =>
        new(entry, start, bytes, FhirFormat.Json) { Type = JsonType(bytes.Span) };

    /// <summary>Reads no further than to <c>resourceType</c>, which writers put first.</summary>
    private static string? JsonType(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName; reader.Skip())
            {
                if (reader.ValueTextEquals("resourceType"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string that is not text: the strict reader says so.
        }

        return null;
    }
}
