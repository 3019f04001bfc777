using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GpConnect.Fhir;

/// <summary>
/// Canonical JSON of earlier releases may hold what XML cannot represent: characters that XML forbids, and null values without
/// an extension. Both formats are written from the repaired form, so that their content is the same.
/// </summary>
public static class StoredJson
{
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = int.MaxValue };

    /// <returns>The same memory when nothing needs repair.</returns>
    /// <exception cref="InvalidDataException">The bytes are not JSON.</exception>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> canonicalJson)
    {
        // Forbidden characters appear only as escapes, and a null value only beside a member whose name begins with '_'.
        var json = canonicalJson.Span;
        if (!json.Contains((byte)'\\') && json.IndexOf("\"_"u8) == -1)
        {
            return canonicalJson;
        }

        try
        {
            var resource = JsonNode.Parse(json, documentOptions: AnyDepth);
            return resource is not null && Change(resource) ? JsonSerializer.SerializeToUtf8Bytes(resource, Relaxed) : canonicalJson;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("The stored resource cannot be read", exception);
        }
    }

    /// <summary>Whether nothing needs repair.</summary>
    public static bool IsValid(ReadOnlyMemory<byte> canonicalJson) => Repair(canonicalJson).Equals(canonicalJson);

    /// <returns>Whether anything was changed, as in the methods below.</returns>
    private static bool Change(JsonNode node) => node switch
    {
        JsonObject element => ChangeAll(element.Select(property => property.Value)) | DropEmpty(element),
        JsonArray list => ChangeAll(list),
        _ => ChangeText(node),
    };

    private static bool ChangeAll(IEnumerable<JsonNode?> nodes) =>
        nodes.OfType<JsonNode>().ToList().Aggregate(false, (isChanged, node) => isChanged | Change(node));

    private static bool ChangeText(JsonNode node)
    {
        if (node.GetValueKind() != JsonValueKind.String || node.GetValue<string>() is not { } text || FhirText.Fits(text))
        {
            return false;
        }

        node.ReplaceWith(FhirText.Repair(text));
        return true;
    }

    /// <summary>Drops primitive values that are null and have no extension.</summary>
    private static bool DropEmpty(JsonObject element) =>
        element.Select(property => property.Key).Where(name => name[0] == '_').ToList()
            .Aggregate(false, (isChanged, name) => isChanged | DropEmpty(element, name[1..], name));

    private static bool DropEmpty(JsonObject element, string name, string detailsName)
    {
        if (element[detailsName] is not JsonArray details)
        {
            return element[name] is null && !HasExtension(element[detailsName]) && element.Remove(detailsName);
        }

        var values = element[name] as JsonArray;
        var isChanged = false;
        for (var index = Math.Max(details.Count, values?.Count ?? 0) - 1; index >= 0; index--)
        {
            if (Item(values, index) is null && !HasExtension(Item(details, index)))
            {
                Remove(values, index);
                Remove(details, index);
                isChanged = true;
            }
        }

        if (isChanged)
        {
            DropIfAllNull(element, name, values);
            DropIfAllNull(element, detailsName, details);
        }

        return isChanged;
    }

    private static void DropIfAllNull(JsonObject element, string name, JsonArray? list)
    {
        if (list?.All(item => item is null) is true)
        {
            element.Remove(name);
        }
    }

    private static bool HasExtension(JsonNode? details) => details?["extension"] is not null;

    private static JsonNode? Item(JsonArray? list, int index) => index < list?.Count ? list[index] : null;

    private static void Remove(JsonArray? list, int index)
    {
        if (index < list?.Count)
        {
            list.RemoveAt(index);
        }
    }
}
