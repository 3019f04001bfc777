using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GpConnect.Fhir.Tests;

/// <summary>The examples of the specification, which also define the order of elements.</summary>
public class ExampleTests
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("patient")]
    [InlineData("practitioner")]
    [InlineData("organization")]
    [InlineData("location")]
    [InlineData("device")]
    [InlineData("capability-statement")]
    public void An_example_is_written_as_it_was_read(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Examples", $"{name}.json"));
        var reading = FhirReader.Read(bytes, FhirFormat.Json);

        Assert.True(reading.IsValid, reading.Error?.Description);
        Assert.Equal(JsonNode.Parse(bytes)!.ToJsonString(Compact), System.Text.Encoding.UTF8.GetString(FhirWriter.WriteJson(reading.Resource)));
        RoundTripTests.AssertRoundTrip(reading.Resource);
    }
}
