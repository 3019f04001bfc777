using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace GpConnect.Testing.EndToEnd;

/// <summary>Family name, given names and first address line of a Patient, exactly as the body of an answer has them.</summary>
internal static class ServedTexts
{
    private static readonly XNamespace Fhir = "http://hl7.org/fhir";

    /// <summary>Reads the Patient in both formats, which must hold the same texts.</summary>
    public static async Task<IReadOnlyList<string?>> TextsOfAsync(this RunningProvider provider, string id)
    {
        var json = await provider.SendAsync(ApiRequest.Read("Patient", id));
        var xml = await provider.SendAsync(ApiRequest.Read("Patient", id).As(FhirFormat.Xml));
        Assert.Equal((200, 200), (json.Status, xml.Status));

        var texts = OfJson(JsonNode.Parse(json.Body)!);
        Assert.Equal(texts, OfXml(XElement.Parse(Encoding.UTF8.GetString(xml.Body))));
        return texts;
    }

    private static List<string?> OfJson(JsonNode patient)
    {
        var name = patient["name"]![0]!;
        return [(string?)name["family"], .. name["given"]!.AsArray().Select(given => (string?)given), (string?)patient["address"]![0]!["line"]![0]];
    }

    private static List<string?> OfXml(XElement patient)
    {
        var name = patient.Element(Fhir + "name")!;
        XElement?[] elements = [name.Element(Fhir + "family"), .. name.Elements(Fhir + "given"), patient.Element(Fhir + "address")!.Element(Fhir + "line")];
        return [.. elements.Select(element => (string?)element!.Attribute("value"))];
    }
}
