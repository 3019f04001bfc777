using System.Text.Json;
using GpConnect.Fhir;

namespace GpConnect.Functions.Importing;

/// <summary>One resource of a file, not parsed yet.</summary>
/// <param name="Position">Where it stands in the file, for example <c>entry 3</c> or <c>line 12</c>; empty when it is the whole file.</param>
/// <param name="Fault">Why there are no bytes to parse.</param>
internal sealed record SourceRecord(string Position, ReadOnlyMemory<byte> Bytes, FhirFormat Format, string? Fault = null)
{
    /// <summary>The resource type as it stands at the top; null when it cannot be told.</summary>
    public string? Type { get; init; }

    /// <summary>The Bundle that it is an entry of, with the <c>fullUrl</c>s in it; null outside of Bundles without any.</summary>
    public BundleLinks? Links { get; init; }

    public string? FullUrl { get; init; }

    public static SourceRecord Bad(string position, string fault) => new(position, default, FhirFormat.Json, fault);

    public static SourceRecord OfJson(string position, ReadOnlyMemory<byte> bytes) =>
        new(position, bytes, FhirFormat.Json) { Type = JsonType(bytes.Span) };

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
