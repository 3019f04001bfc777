using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace GpConnect.Fhir.Tests;

/// <summary>The rule for text: JSON and XML of one resource are read alike and have the same meaning when they are written.</summary>
public class TextTests
{
    [Theory]
    [InlineData(" Abc ")]
    [InlineData("\u00a0Abc\u3000")]
    [InlineData("\u0085Abc\u2028")]
    [InlineData("\r\n\tAbc\n")]
    public void White_space_around_text_is_removed_in_both_formats(string text)
    {
        foreach (var reading in Read(new Texts(text)))
        {
            Assert.True(reading.IsValid, reading.Error?.Description);
            Assert.Contains("\"family\":\"Abc\"", Encoding.UTF8.GetString(FhirWriter.WriteJson(reading.Resource)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u0085\u3000\t")]
    [InlineData("a\u0000b")]
    [InlineData("a\u000bb")]
    [InlineData("a\u001fb")]
    [InlineData("a\u000c")]
    [InlineData("a\ufffeb")]
    [InlineData("a\uffffb")]
    [InlineData(@"a\ud800b")]
    [InlineData(@"a\udc00\ud800b")]
    public void Text_that_XML_cannot_carry_is_refused_in_both_formats(string text) =>
        Assert.All(Read(new Texts(Regex.Unescape(text))), reading => Assert.False(reading.IsValid));

    [Theory]
    [InlineData("a\tb")]
    [InlineData("a\r\nb\rc\nd")]
    [InlineData("e\u0301 \ud83d\ude00 \ud83f\udffe \ue000 \ufffd \u200b\ufeff")]
    [InlineData("a\u007fb\u0085c\u0092d\u2029e\u00a0f")]
    [InlineData("&amp; <b> ]]> \"'\\ \\ufffe")]
    public void Text_that_both_formats_can_carry_is_kept_unchanged(string text)
    {
        foreach (var reading in Read(new Texts(text)))
        {
            Assert.Equal(text, ((Hl7.Fhir.Model.Patient)reading.Resource!).Name[0].Family);
            RoundTripTests.AssertRoundTrip(reading.Resource);
        }
    }

    [Theory]
    [InlineData("a\u0000b", "a\ufffdb")]
    [InlineData("\u0001\u0002", "\ufffd\ufffd")]
    [InlineData("\ufffe", "\ufffd")]
    [InlineData(@"\ud83d\ude00\uffff", @"\ud83d\ude00\ufffd")]
    [InlineData(@"\ud83d\ude00\ud83d\ude00\ud83d", @"\ud83d\ude00\ud83d\ude00\ufffd")]
    [InlineData(@"\ude00\ud83d", @"\ufffd\ufffd")]
    [InlineData(@"\ud83d\ud83d\ude00", @"\ufffd\ud83d\ude00")]
    public void A_repair_replaces_each_character_that_XML_cannot_carry(string text, string repaired)
    {
        Assert.False(FhirText.Fits(Regex.Unescape(text)));
        Assert.Equal(Regex.Unescape(repaired), FhirText.Repair(Regex.Unescape(text)));
        Assert.True(FhirText.Fits(Regex.Unescape(repaired)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\tb\r\n")]
    [InlineData("\ud83d\ude00")]
    public void A_repair_returns_the_same_text_when_both_formats_can_carry_it(string text) => Assert.Same(text, FhirText.Repair(text));

    [Theory]
    [InlineData("", true)]
    [InlineData("A b\u00a0\u2028", true)]
    [InlineData("a\n", false)]
    [InlineData("a\tb", false)]
    [InlineData("\u0085", false)]
    [InlineData("\n", false)]
    public void Text_on_one_line_has_no_control_character(string text, bool isOneLine) => Assert.Equal(isOneLine, FhirText.IsOneLine(text));

    [Theory]
    [InlineData(" a b\t", "a b")]
    [InlineData("a", "a")]
    [InlineData(" \u3000", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Text_without_white_space_around_it_is_null_when_nothing_is_left(string? text, string? rest) => Assert.Equal(rest, FhirText.Of(text));

    [Property(Arbitrary = [typeof(AnyTexts)], MaxTest = 500)]
    public void Any_resource_means_the_same_in_both_formats(Texts texts)
    {
        var (json, xml) = (Read(texts)[0], Read(texts)[1]);

        Assert.True(json.IsValid == xml.IsValid, $"JSON: {json.Error}, XML: {xml.Error}");
        if (json.IsValid)
        {
            var bytes = FhirWriter.WriteJson(json.Resource);
            Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(FhirWriter.WriteJson(xml.Resource!)));
            Assert.Equal(bytes, FhirWriter.WriteJson(FhirReader.Read(FhirWriter.JsonToXml(bytes), FhirFormat.Xml).Resource!));
        }
    }

    [Theory]
    [InlineData("'given':['A'],'_given':[null,{'id':'x'}]", "<given value='A'/><given id='x'/>")]
    [InlineData("'_given':[{'id':'x'}]", "<given id='x'/>")]
    [InlineData("'given':[null]", "<given/>")]
    [InlineData("'given':['A',null]", "<given value='A'/><given/>")]
    [InlineData("'family':'A','given':[null],'_given':[null]", "<family value='A'/><given/>")]
    [InlineData("'_family':{'id':'x'}", "<family id='x'/>")]
    [InlineData("'family':'A','period':{'id':'x'}", "<family value='A'/><period id='x'/>")]
    [InlineData("'id':'x'", null)]
    public void An_element_without_value_and_children_is_refused(string json, string? xml)
    {
        Assert.Equal(FhirErrorKind.Invalid, Inputs.JsonPatient($"'name':[{{{json}}}]").Error?.Kind);
        Assert.Equal(FhirErrorKind.Invalid, Inputs.XmlPatient(xml is null ? "<name id='x'/>" : $"<name>{xml}</name>").Error?.Kind);
    }

    [Theory]
    [InlineData("'given':[null],'_given':[{'extension':[{'url':'urn:x','valueCode':'unknown'}]}]")]
    [InlineData("'_given':[{'extension':[{'url':'urn:x','valueCode':'unknown'}]}]")]
    public void A_value_may_be_absent_when_an_extension_states_the_reason(string members)
    {
        var reading = Inputs.JsonPatient($"'name':[{{'family':'A',{members}}}]");
        var same = Inputs.XmlPatient("<name><family value='A'/><given><extension url='urn:x'><valueCode value='unknown'/></extension></given></name>");

        Assert.True(reading.IsValid, reading.Error?.Description);
        Assert.Equal(FhirWriter.WriteJson(same.Resource!), FhirWriter.WriteJson(reading.Resource));
        RoundTripTests.AssertRoundTrip(reading.Resource);
    }

    [Theory]
    [InlineData("{'resourceType':'Patient'}", "<Patient xmlns='http://hl7.org/fhir'/>")]
    [InlineData("{'resourceType':'Parameters'}", "<Parameters xmlns='http://hl7.org/fhir'></Parameters>")]
    [InlineData("{'resourceType':'Parameters','parameter':[{'name':'a','resource':{'resourceType':'Patient'}}]}", "<Parameters xmlns='http://hl7.org/fhir'><parameter><name value='a'/><resource><Patient/></resource></parameter></Parameters>")]
    public void A_resource_may_be_empty(string json, string xml)
    {
        Assert.True(Inputs.Json(json).IsValid);
        Assert.Equal(FhirWriter.WriteJson(Inputs.Json(json).Resource!), FhirWriter.WriteJson(Inputs.Xml(xml).Resource!));
    }

    [Theory]
    [InlineData("<name xml:space='preserve'><family value=' a '/></name>")]
    [InlineData("<name><family xml:space='preserve' value=' a '/></name>")]
    public void White_space_cannot_be_preserved_by_an_attribute_that_JSON_does_not_have(string inner) =>
        Assert.Equal(FhirErrorKind.Invalid, Inputs.XmlPatient(inner).Error?.Kind);

    [Fact]
    public void A_resource_that_XML_cannot_represent_is_not_written()
    {
        var exception = Assert.Throws<InvalidDataException>(() => FhirWriter.WriteJson(new Hl7.Fhir.Model.Patient { Name = [new() { Family = "a\ufffeb" }] }));
        Assert.Equal("The resource holds text that XML cannot carry, or a value that is null.", exception.Message);
        Assert.Throws<InvalidDataException>(() => FhirWriter.WriteJson(new Hl7.Fhir.Model.Patient { Name = [new() { GivenElement = [new() { ElementId = "x" }] }] }));
    }

    /// <summary>Reads the same resource from both formats, JSON first.</summary>
    private static FhirReading[] Read(Texts texts) =>
        [FhirReader.Read(texts.ToJson(), FhirFormat.Json), FhirReader.Read(texts.ToXml(), FhirFormat.Xml)];

    /// <summary>Texts in every kind of position: a string, a list, a choice, another type, and attributes.</summary>
    public sealed record Texts(string Family, string Given = "B", string Id = "n", string Url = "urn:x", string Markdown = "m", string Code = "en", string Binary = "YQ==")
    {
        public byte[] ToJson() => Encoding.UTF8.GetBytes($$"""
            {"resourceType":"Patient","language":{{Quote(Code)}},
             "extension":[{"url":{{Quote(Url)}},"valueMarkdown":{{Quote(Markdown)}}},{"url":"urn:y","valueBase64Binary":{{Quote(Binary)}}}],
             "name":[{"id":{{Quote(Id)}},"family":{{Quote(Family)}},"given":["A",{{Quote(Given)}}]}]}
            """);

        public byte[] ToXml() => Encoding.UTF8.GetBytes($"""
            <Patient xmlns="http://hl7.org/fhir"><language value="{Refer(Code)}"/>
            <extension url="{Refer(Url)}"><valueMarkdown value="{Refer(Markdown)}"/></extension><extension url="urn:y"><valueBase64Binary value="{Refer(Binary)}"/></extension>
            <name id="{Refer(Id)}"><family value="{Refer(Family)}"/><given value="A"/><given value="{Refer(Given)}"/></name></Patient>
            """);

        private static string Quote(string text) => $"\"{string.Concat(text.Select(unit => $"\\u{(int)unit:x4}"))}\"";

        /// <summary>A reference for every character, because tabs and line ends would otherwise become spaces (XML 1.0 §3.3.3).</summary>
        private static string Refer(string text)
        {
            var references = new StringBuilder();
            for (var index = 0; index < text.Length; index++)
            {
                var isPair = char.IsSurrogatePair(text, index);
                references.Append(CultureInfo.InvariantCulture, $"&#{(isPair ? char.ConvertToUtf32(text, index) : text[index])};");
                index += isPair ? 1 : 0;
            }

            return references.ToString();
        }
    }

    internal static class AnyTexts
    {
        private static readonly Gen<string> Text =
            from parts in Gen.Frequency(
                (12, Gen.Elements("A", "b", "1", "é", "e\u0301", "山", "\ud83d\ude00", "&", "<", "\"", "'", "\\", "\\u0041", "&#65;", "]]>", "{}", "null")),
                (8, Gen.Elements(" ", "\t", "\r", "\n", "\r\n", "\u00a0", "\u0085", "\u2028", "\u2029", "\u3000", "\u1680", "\u200b", "\ufeff", "\u180e")),
                (1, Gen.Elements("\u0000", "\u0001", "\u000b", "\u001f", "\u007f", "\u0092", "\ufffe", "\uffff", "\ud800", "\udc00", "\ufdd0", "\ud83f\udffe", "\ue000")))
                .ListOf()
            select string.Concat(parts.Take(6));

        private static readonly Gen<string> Plain = Gen.Constant("b");

        public static Arbitrary<Texts> Arbitrary() => (
            from family in Gen.Frequency((3, Text), (1, Plain))
            from given in Gen.Frequency((1, Text), (1, Plain))
            from id in Gen.Frequency((1, Text), (3, Plain))
            from url in Gen.Frequency((1, Text), (5, Plain))
            from markdown in Gen.Frequency((1, Text), (2, Plain))
            from code in Gen.Frequency((1, Text), (5, Plain))
            from binary in Gen.Frequency((1, Gen.Elements(" YQ==", "YQ==\n", "Y Q = =", "YQ", "")), (4, Gen.Constant("YQ==")))
            select new Texts(family, given, id, url, markdown, code, binary)).ToArbitrary();
    }
}
