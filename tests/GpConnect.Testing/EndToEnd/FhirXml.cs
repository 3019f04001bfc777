using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace GpConnect.Testing.EndToEnd;

/// <summary>
/// Converts FHIR JSON to FHIR XML without a FHIR model, so that an error in the JSON is in the XML in the same way.
/// </summary>
internal static class FhirXml
{
    private static readonly XNamespace Fhir = "http://hl7.org/fhir";

    /// <summary>The order of the elements of a Patient, some of which tests add out of order; other types keep their order.</summary>
    private static readonly string[] PatientOrder =
    [
        "id", "meta", "implicitRules", "language", "text", "contained", "extension", "modifierExtension", "identifier", "active", "name", "telecom", "gender", "birthDate",
        "deceasedBoolean", "deceasedDateTime", "address", "maritalStatus", "multipleBirthBoolean", "multipleBirthInteger", "photo", "contact", "animal", "communication",
        "generalPractitioner", "managingOrganization", "link",
    ];

    public static byte[] From(JsonObject resource) => Encoding.UTF8.GetBytes(Resource(resource).ToString(SaveOptions.DisableFormatting));

    private static XElement Resource(JsonObject resource) =>
        new(Fhir + (string)resource["resourceType"]!, Content(resource));

    private static IEnumerable<XObject> Content(JsonObject element)
    {
        var isPatient = (string?)element["resourceType"] == "Patient";
        var members = element.Where(member => member.Key != "resourceType");
        if (isPatient)
        {
            members = members.OrderBy(member => Array.IndexOf(PatientOrder, member.Key) is var at and >= 0 ? at : int.MaxValue);
        }

        foreach (var (name, value) in members)
        {
            if (name == "url" && element.ContainsKey("url") && IsExtension(element))
            {
                yield return new XAttribute("url", (string)value!);
                continue;
            }

            foreach (var item in value is JsonArray items ? [.. items] : new[] { value })
            {
                yield return Element(name, item!);
            }
        }
    }

    private static bool IsExtension(JsonObject element) =>
        element.All(member => member.Key is "url" or "extension" || member.Key.StartsWith("value", StringComparison.Ordinal));

    private static XElement Element(string name, JsonNode value)
    {
        if (value is JsonObject element)
        {
            return element.ContainsKey("resourceType") ? new XElement(Fhir + name, Resource(element)) : new XElement(Fhir + name, Content(element));
        }

        var text = value.GetValueKind() == JsonValueKind.String ? (string)value! : value.ToJsonString();
        return name == "div" ? XElement.Parse(text) : new XElement(Fhir + name, new XAttribute("value", text));
    }
}
