using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Practices;

namespace GpConnect.Importing.Records;

/// <summary>Checks that JSON has the properties of a practice. Errors say what was found instead, without repeating a value.</summary>
internal static class PracticeShape
{
    private static readonly IList<JsonPropertyInfo> Properties = PracticeJson.Default.Practice.Properties;

    private static readonly string Names = string.Join(", ", Properties.Select(property => property.Name));

    private static readonly string Capabilities = string.Join(", ", Enum.GetNames<Capability>().Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <returns>Each error with its property; an empty name stands for the file as a whole.</returns>
    public static IReadOnlyList<(string Property, string Reason)> Errors(JsonElement file)
    {
        if (file.ValueKind != JsonValueKind.Object)
        {
            return [("", $"a practice is an object with {Names}; this is {Kind(file)}")];
        }

        var found = file.EnumerateObject().ToList();
        if (found.Exists(property => property.Name == "resourceType"))
        {
            return [("", $"a practice is an object with {Names}; this is a FHIR resource, which needs another file name")];
        }

        return [.. found.Select((property, index) => (property.Name, Error(property, found[..index]))).Where(error => error.Item2 is not null).Select(error => (error.Name, error.Item2!)), .. Missing(found)];
    }

    private static IEnumerable<(string Property, string Reason)> Missing(List<JsonProperty> found) => Properties
        .Where(property => property.IsRequired && !found.Exists(other => other.Name == property.Name))
        .Select(property => ("", $"{property.Name} is missing"));

    private static string? Error(JsonProperty property, List<JsonProperty> before)
    {
        if (Properties.FirstOrDefault(known => known.Name == property.Name) is not { } known)
        {
            return $"a property is not one of {Names}";
        }

        return before.Exists(other => other.Name == property.Name) ? $"{known.Name} appears twice" : Error(known, property.Value);
    }

    private static string? Error(JsonPropertyInfo property, JsonElement value)
    {
        var (isRight, right) = property.PropertyType switch
        {
            { } type when type == typeof(string) => (value.ValueKind == JsonValueKind.String, "a string"),
            { } type when type == typeof(bool) => (value.ValueKind is JsonValueKind.True or JsonValueKind.False, "true or false"),
            _ => (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsCapability), $"a list of: {Capabilities}"),
        };
        return isRight ? null : $"{property.Name} must be {right}; this is {(right.StartsWith(Kind(value), StringComparison.Ordinal) ? "a list of something else" : Kind(value))}";
    }

    private static bool IsCapability(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Enum.GetNames<Capability>().Any(name => JsonNamingPolicy.CamelCase.ConvertName(name) == value.GetString());

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
