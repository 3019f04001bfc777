using System.Text.Json;
using GpConnect.Foundations;
using GpConnect.Foundations.Interactions;

namespace GpConnect.Provider.Capabilities;

/// <summary>
/// Generates the CapabilityStatement from the table of interactions (capability-statement.md), so that
/// it states what this server does and nothing else.
/// </summary>
internal static class GeneratedStatement
{
    private const string PublicationDate = "2026-11-22";

    private static readonly string[] OtherProfiles = ["GPConnect-OperationOutcome-1", "GPConnect-Searchset-Bundle-1"];

    public static byte[] Write(CapabilityOptions options)
    {
        return JsonText.Object(json =>
        {
            json.WriteString("resourceType", "CapabilityStatement");
            json.WriteString("version", options.SpecificationVersion);
            json.WriteString("name", "GP Connect");
            json.WriteString("status", "active");
            json.WriteString("date", PublicationDate);
            json.WriteString("publisher", ProductVersion.Name);
            json.WriteString("description", $"GP Connect Foundations capability, specification version {options.SpecificationVersion}");
            json.WriteString("kind", "capability");
            json.WriteStartObject("software");
            json.WriteString("name", ProductVersion.Name);
            json.WriteString("version", ProductVersion.Text);
            json.WriteEndObject();
            json.WriteString("fhirVersion", "3.0.1");
            json.WriteString("acceptUnknown", "both");
            WriteStrings(json, "format", ["application/fhir+json", "application/fhir+xml"]);
            WriteProfiles(json);
            WriteRest(json);
        });
    }

    private static IEnumerable<IGrouping<string, Interaction>> Resources() =>
        Interaction.All.Where(row => row.ResourceType is not null && row.Kind != InteractionKind.Operation).GroupBy(row => row.ResourceType!);

    private static void WriteProfiles(Utf8JsonWriter json)
    {
        json.WriteStartArray("profile");
        foreach (var profile in Resources().Select(resource => $"CareConnect-GPC-{resource.Key}-1").Concat(OtherProfiles))
        {
            WriteReference(json, $"https://fhir.nhs.uk/STU3/StructureDefinition/{profile}");
        }

        json.WriteEndArray();
    }

    private static void WriteRest(Utf8JsonWriter json)
    {
        json.WriteStartArray("rest");
        json.WriteStartObject();
        json.WriteString("mode", "server");
        json.WriteStartObject("security");
        json.WriteBoolean("cors", false);
        json.WriteString("description", "TLS mutual authentication behind the Spine Secure Proxy; audit JWT in the Authorization header");
        json.WriteEndObject();
        json.WriteStartArray("resource");
        foreach (var resource in Resources())
        {
            WriteResource(json, resource.Key, [.. resource]);
        }

        json.WriteEndArray();
        WriteOperations(json);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResource(Utf8JsonWriter json, string type, IReadOnlyList<Interaction> rows)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteStartArray("interaction");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("code", row.Kind == InteractionKind.Read ? "read" : "search-type");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("versioning", "versioned");
        json.WriteBoolean("readHistory", false);
        json.WriteBoolean("updateCreate", false);
        if (rows.FirstOrDefault(row => row.Parameter is not null)?.Parameter is { } parameter)
        {
            json.WriteStartArray("searchParam");
            json.WriteStartObject();
            json.WriteString("name", "identifier");
            json.WriteString("type", "token");
            json.WriteString("documentation", $"{parameter.Meaning}: {parameter.System}|{parameter.ValueForm}; exactly one");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteOperations(Utf8JsonWriter json)
    {
        json.WriteStartArray("operation");
        foreach (var row in Interaction.All.Where(row => row.Kind == InteractionKind.Operation))
        {
            json.WriteStartObject();
            json.WriteString("name", row.OperationName);
            json.WriteStartObject("definition");
            json.WriteString("reference", row.OperationDefinition);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteReference(Utf8JsonWriter json, string reference)
    {
        json.WriteStartObject();
        json.WriteString("reference", reference);
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
