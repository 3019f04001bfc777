using System.Text;

namespace GpConnect.Fhir.Tests;

public class DepthTests
{
    [Theory]
    [InlineData(65)]
    [InlineData(8_000)]
    [InlineData(20_000)]
    public void Deeply_nested_input_is_not_well_formed_whether_it_is_closed_or_not(int levels)
    {
        Assert.Equal(FhirErrorKind.NotWellFormed, Inputs.Json(JsonExtensions(levels)).Error?.Kind);
        Assert.Equal(FhirErrorKind.NotWellFormed, Inputs.Json(JsonExtensions(levels)[..^levels]).Error?.Kind);
        Assert.Equal(FhirErrorKind.NotWellFormed, Inputs.Json(new string('[', levels)).Error?.Kind);
        Assert.Equal(FhirErrorKind.NotWellFormed, Inputs.Xml(XmlExtensions(levels)).Error?.Kind);
        Assert.Equal(FhirErrorKind.NotWellFormed, Inputs.Xml(XmlExtensions(levels)[..^levels]).Error?.Kind);
        Assert.Equal(FhirErrorKind.NotWellFormed, Inputs.Xml(Nested("<a>", levels)).Error?.Kind);
        Assert.Equal(FhirErrorKind.NotWellFormed, Inputs.Xml(Nested("<a>", levels) + Nested("</a>", levels)).Error?.Kind);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(20_000)]
    public void Deep_narrative_is_refused_in_both_formats(int levels)
    {
        var div = $"<div xmlns='http://www.w3.org/1999/xhtml'>{Nested("<b>", levels)}x{Nested("</b>", levels)}</div>";

        Assert.Equal(FhirErrorKind.Invalid, Inputs.JsonPatient($"'text':{{'status':'generated','div':'{div.Replace("'", "\\'", StringComparison.Ordinal)}'}}").Error?.Kind);
        Assert.Equal(FhirErrorKind.NotWellFormed, Inputs.XmlPatient($"<text><status value='generated'/>{div}</text>").Error?.Kind);
    }

    [Fact]
    public void A_resource_read_from_xml_can_be_read_again_as_json_whatever_its_depth()
    {
        for (var levels = 1; levels < 70; levels++)
        {
            var reading = Inputs.Xml(XmlExtensions(levels));

            Assert.Equal(Inputs.Json(JsonExtensions(levels)).IsValid, reading.IsValid);
            Assert.True(!reading.IsValid || FhirReader.Read(FhirWriter.WriteJson(reading.Resource), FhirFormat.Json).IsValid);
        }
    }

    [Theory]
    [InlineData(31, null, null)]
    [InlineData(32, "The content is not one well-formed JSON value, or too deeply nested", "The content is too deeply nested")]
    public void Extensions_have_at_most_31_levels_in_both_formats(int levels, string? inJson, string? inXml)
    {
        Assert.Equal(inJson, Inputs.Json(JsonExtensions(levels)).Error?.Description);
        Assert.Equal(inXml, Inputs.Xml(XmlExtensions(levels)).Error?.Description);
    }

    [Theory]
    [InlineData(30, null, null)]
    [InlineData(31, "The content is not one well-formed JSON value, or too deeply nested", "The content is too deeply nested")]
    public void Single_elements_count_as_levels_too(int levels, string? inJson, string? inXml)
    {
        var json = $"{Nested("{'assigner':{'identifier':", levels)}{{'value':'a'}}{Nested("}}", levels)}";
        var xml = $"{Nested("<identifier><assigner>", levels)}<display value='a'/>{Nested("</assigner></identifier>", levels)}";

        Assert.Equal(inJson, Inputs.JsonPatient($"'identifier':[{json}]").Error?.Description);
        Assert.Equal(inXml, Inputs.XmlPatient(xml).Error?.Description);
    }

    [Fact]
    public void An_element_that_is_too_deep_is_not_examined() =>
        Assert.Equal(
            ["The content is too deeply nested"],
            FhirReader.FindErrors(Inputs.Bytes($"<Patient xmlns='http://hl7.org/fhir'>{Nested("<extension url='a'>", 32)}{Nested("</extension>", 32)}</Patient>"), FhirFormat.Xml)
                .Errors.Select(error => error.Description));

    [Fact]
    public void Input_of_64_levels_is_examined_and_of_65_is_not()
    {
        Assert.Equal("The content: not a FHIR resource", Inputs.Json(new string('[', 64) + new string(']', 64)).Error?.Description);
        Assert.Equal(FhirErrorKind.NotWellFormed, Inputs.Json(new string('[', 65) + new string(']', 65)).Error?.Kind);
        Assert.Equal(FhirErrorKind.Invalid, Inputs.Xml(Nested("<a>", 64) + Nested("</a>", 64)).Error?.Kind);
        Assert.Equal("The content is too deeply nested", Inputs.Xml(Nested("<a>", 65) + Nested("</a>", 65)).Error?.Description);
    }

    private static string JsonExtensions(int levels) =>
        $"{{'resourceType':'Patient',{Nested("'extension':[{'url':'a',", levels)}'valueBoolean':true{Nested("}]", levels)}}}";

    private static string XmlExtensions(int levels) =>
        $"<Patient xmlns='http://hl7.org/fhir'>{Nested("<extension url='a'>", levels)}<valueBoolean value='true'/>{Nested("</extension>", levels)}</Patient>";

    private static string Nested(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
