using System.Text.Json;
using GpConnect.Fhir;

namespace GpConnect.Importing.Files;

/// <summary>One resource of a file, not yet parsed.</summary>
/// <param name="Entry">Its number in a Bundle, from 1; null when it is not an entry.</param>
/// <param name="Start">Where it begins, or where the file becomes unreadable; null when it is the whole file.</param>
/// <param name="Error">Why there are no bytes to parse.</param>
internal sealed record SourceRecord(int? Entry, FilePosition? Start, ReadOnlyMemory<byte> Bytes, FhirFormat Format, string? Error = null)
{
    public const string EmptyFile = "the file is empty";

    /// <summary>For example <c>entry 3</c> or <c>line 12</c>; empty when it is the whole file.</summary>
    public string Position => Entry is { } entry ? $"entry {entry}" : Start is { } start ? $"line {start.Line}" : "";

    /// <summary>
    /// The positions in the file of the elements of an XML entry, in order: the entry is a copy, whose bytes differ from the file's. Null
    /// for every other record.
    /// </summary>
    public IReadOnlyList<FilePosition>? Elements { get; init; }

    /// <summary>The resource type that the record states; null when it states none.</summary>
    public string? Type { get; init; }

    /// <summary>The <c>fullUrl</c>s of the Bundle that holds the entry; null outside a Bundle, or when its entries have none.</summary>
    public BundleLinks? Links { get; init; }

    public string? FullUrl { get; init; }

    public static SourceRecord Unreadable(string error, int? entry = null, FilePosition? at = null) => new(entry, at, default, FhirFormat.Json, error);

    public static SourceRecord OfJson(ReadOnlyMemory<byte> bytes, int? entry = null, FilePosition? start = null) =>
        new(entry, start, bytes, FhirFormat.Json) { Type = JsonType(bytes.Span) };

    /// <summary>Stops reading at <c>resourceType</c>, which writers put first.</summary>
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
            // Not JSON, or a string that is not valid text: the strict reader reports it.
        }

        return null;
    }
}
