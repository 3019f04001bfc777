using System.Text.Json;
using Hl7.Fhir.Model;

namespace GpConnect.Fhir.Tests;

/// <summary>Resources inside a larger document, such as the claims of a token.</summary>
public class ClaimTests
{
    [Fact]
    public void A_part_of_a_document_is_read()
    {
        using var token = JsonDocument.Parse("""{"requesting_device":{"resourceType":"Device","identifier":[{"system":"GPConnectTestSystem","value":"1"}],"model":"m","version":"v"}}""");

        var device = Assert.IsType<Device>(FhirReader.ReadJson(token.RootElement.GetProperty("requesting_device")).Resource);

        Assert.Equal(("m", "v", "1"), (device.Model, device.Version, device.Identifier.Single().Value));
    }

    [Theory]
    [InlineData("""{"resourceType":"Device","model":"m","model":"n"}""", "model: duplicate property")]
    [InlineData("""{"resourceType":"Device","invalidField":"m"}""", "Device.invalidField: unknown element")]
    [InlineData("""{"resourceType":"Nope","id":"m"}""", "The content: unknown resource type")]
    [InlineData("\"Device\"", "The content: not a FHIR resource")]
    [InlineData("null", "The content: resourceType missing")]
    public void A_part_of_a_document_is_read_strictly(string claim, string description)
    {
        using var token = JsonDocument.Parse($"{{\"claim\":{claim}}}");

        Assert.Equal(description, FhirReader.ReadJson(token.RootElement.GetProperty("claim")).Error?.Description);
    }
}
