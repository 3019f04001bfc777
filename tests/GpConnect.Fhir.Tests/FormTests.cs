using System.Text;

namespace GpConnect.Fhir.Tests;

/// <summary>The form of the input: exactly one JSON value or one XML document, in UTF-8.</summary>
public class FormTests
{
    public static TheoryData<string> BrokenJson => new(
        "", " ", "{", "nonsense", "{'resourceType':'Patient','active':true}{}", "{'resourceType':'Patient','active':true} x",
        "{'resourceType':'Patient','active':true,}", "{/* no */'resourceType':'Patient','active':true}",
        "{'resourceType':'Patient','birthDate':'1970-01-01}", "{'resourceType':'Patient','active':TRUE}",
        "{'resourceType':'Patient','name':[{'family':'a\nb'}]}", "{'resourceType':'Patient','active':true,'active':true");

    public static TheoryData<string> BrokenXml => new(
        "", " ", "<", "nonsense", "<Patient xmlns='http://hl7.org/fhir'><active value='true'/>",
        "<Patient xmlns='http://hl7.org/fhir'><active value='true'/></Patient>text",
        "<Patient xmlns='http://hl7.org/fhir'><active value='true'/></Patient><Patient xmlns='http://hl7.org/fhir'/>",
        "<!DOCTYPE Patient [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Patient xmlns='http://hl7.org/fhir'><id value='&x;'/></Patient>",
        "<!DOCTYPE Patient [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><Patient xmlns='http://hl7.org/fhir'><id value='&b;'/></Patient>",
        "<!DOCTYPE Patient SYSTEM 'http://127.0.0.1:1/x.dtd'><Patient xmlns='http://hl7.org/fhir'><id value='a'/></Patient>",
        "<?xml version='1.0' encoding='iso-8859-1'?><Patient xmlns='http://hl7.org/fhir'><id value='a'/></Patient>",
        "<?xml version='1.0' encoding='utf-16'?><Patient xmlns='http://hl7.org/fhir'><id value='a'/></Patient>",
        "<Patient xmlns='http://hl7.org/fhir'><id value='a' value='b'/></Patient>",
        "<Patient xmlns='http://hl7.org/fhir'><name><family value='&#0;'/></name></Patient>",
        "<Patient xmlns='http://hl7.org/fhir'><name><family value='&#xD800;'/></name></Patient>",
        "<Patient xmlns='http://hl7.org/fhir'><name><family value='&unknown;'/></name></Patient>",
        "<f:Patient><f:id value='a'/></f:Patient>");

    [Theory]
    [MemberData(nameof(BrokenJson))]
    public void Broken_json_is_not_well_formed(string text) =>
        Assert.Equal(FhirErrorKind.NotWellFormed, Inputs.Json(text).Error?.Kind);

    [Theory]
    [MemberData(nameof(BrokenXml))]
    public void Broken_xml_is_not_well_formed(string text) =>
        Assert.Equal(FhirErrorKind.NotWellFormed, Inputs.Xml(text).Error?.Kind);

    [Theory]
    [InlineData(FhirFormat.Json)]
    [InlineData(FhirFormat.Xml)]
    public void Bytes_that_are_not_utf8_are_not_well_formed(FhirFormat format)
    {
        var bytes = Inputs.Bytes(format == FhirFormat.Json
            ? "{'resourceType':'Patient','name':[{'family':'a??'}]}"
            : "<Patient xmlns='http://hl7.org/fhir'><name><family value='a??'/></name></Patient>");
        byte[] cutOff = [0xE2, 0x82];
        cutOff.CopyTo(bytes, bytes.AsSpan().IndexOf("??"u8));

        Assert.Equal(FhirErrorKind.NotWellFormed, FhirReader.Read(bytes, format).Error?.Kind);
    }

    [Theory]
    [InlineData(FhirFormat.Json)]
    [InlineData(FhirFormat.Xml)]
    public void Other_encodings_are_not_well_formed(FhirFormat format)
    {
        var text = Encoding.UTF8.GetString(Valid(format));

        Assert.Equal(FhirErrorKind.NotWellFormed, FhirReader.Read(Encoding.Unicode.GetBytes(text), format).Error?.Kind);
        Assert.Equal(FhirErrorKind.NotWellFormed, FhirReader.Read(Encoding.UTF32.GetBytes(text), format).Error?.Kind);
    }

    [Theory]
    [InlineData(FhirFormat.Json)]
    [InlineData(FhirFormat.Xml)]
    public void A_byte_order_mark_is_accepted(FhirFormat format)
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Valid(format)];

        Assert.True(FhirReader.Read(bytes, format).IsValid);
    }

    [Fact]
    public void White_space_and_comments_around_xml_elements_are_accepted()
    {
        var reading = Inputs.Xml(
            "<?xml version='1.0' encoding='UTF-8'?>\r\n<!-- c --><Patient xmlns='http://hl7.org/fhir'>\r\n\t<!-- c --><active value='true' />\r\n</Patient>\n");

        Assert.Equal("""{"resourceType":"Patient","active":true}""", Encoding.UTF8.GetString(FhirWriter.WriteJson(reading.Resource!)));
    }

    private static byte[] Valid(FhirFormat format) => Inputs.Bytes(format == FhirFormat.Json
        ? "{'resourceType':'Patient','active':true}"
        : "<Patient xmlns='http://hl7.org/fhir'><active value='true'/></Patient>");
}
