using System.Text;

namespace GpConnect.Fhir.Tests;

/// <summary>JSON that earlier releases stored and that XML cannot represent.</summary>
public class StoredJsonTests
{
    [Theory]
    [InlineData("""{"resourceType":"Patient","address":[{"line":["1\uFFFE Quarry\uFFFF Hill","Flat \\uFFFE 2"]}]}""", """{"resourceType":"Patient","address":[{"line":["1� Quarry� Hill","Flat \\uFFFE 2"]}]}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["A",null],"_given":[null,{"id":"x"}]}]}""", """{"resourceType":"Patient","name":[{"given":["A"]}]}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"B","given":["A",null,"C"],"_given":[{"id":"a"},{"id":"x"},null]}]}""", """{"resourceType":"Patient","name":[{"family":"B","given":["A","C"],"_given":[{"id":"a"},null]}]}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"null","_given":[{"id":"x"}]}]}""", """{"resourceType":"Patient","name":[{"family":"null"}]}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"null","_prefix":[{"id":"x"},{"extension":[{"url":"urn:x","valueCode":"\uFFFE"}]}]}]}""", """{"resourceType":"Patient","name":[{"family":"null","_prefix":[{"extension":[{"url":"urn:x","valueCode":"�"}]}]}]}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["A",null],"_given":[{"id":"x"}]}]}""", """{"resourceType":"Patient","name":[{"given":["A"],"_given":[{"id":"x"}]}]}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["A"],"_given":[{"id":"a"},{"id":"x"}]}]}""", """{"resourceType":"Patient","name":[{"given":["A"],"_given":[{"id":"a"}]}]}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":[null,null],"_given":[{"id":"x"},{"extension":[{"url":"urn:x","valueCode":"a"}]}]}]}""", """{"resourceType":"Patient","name":[{"_given":[{"extension":[{"url":"urn:x","valueCode":"a"}]}]}]}""")]
    public void Characters_and_values_that_XML_cannot_represent_are_repaired(string stored, string repaired)
    {
        var bytes = StoredJson.Repair(Encoding.UTF8.GetBytes(stored));

        Assert.Equal(repaired, Encoding.UTF8.GetString(bytes.Span));
        Assert.True(StoredJson.IsValid(bytes));
        Assert.Equal(bytes.ToArray(), FhirWriter.WriteJson(FhirReader.Read(FhirWriter.JsonToXml(bytes), FhirFormat.Xml).Resource!));
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"A"}]}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"null\n\u0085 \\uFFFE"}]}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["A",null],"_given":[null,{"extension":[{"url":"urn:x","valueCode":"a"}]}]}]}""")]
    [InlineData("""{"resourceType":"Patient","multipleBirthInteger":2,"active":true,"name":[{"family":"null"}],"photo":[{"size":1.50}]}""")]
    public void Valid_bytes_are_not_changed(string stored)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(stored);

        Assert.True(StoredJson.Repair(bytes).Equals(bytes));
    }

    /// <summary>Most records hold neither, so that they cost no parsing.</summary>
    [Fact]
    public void Bytes_without_an_escape_or_details_are_not_read()
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes("not JSON");

        Assert.True(StoredJson.Repair(bytes).Equals(bytes));
    }

    [Fact]
    public void Malformed_bytes_are_not_repaired() => Assert.Equal(
        "The stored resource cannot be read",
        Assert.Throws<InvalidDataException>(() => StoredJson.Repair(Encoding.UTF8.GetBytes("""{"a":"\n"""))).Message);

    [Fact]
    public void White_space_that_was_stored_around_text_is_the_same_in_both_formats() =>
        Assert.Contains("<family value=\" a \" />", Encoding.UTF8.GetString(FhirWriter.JsonToXml("""{"resourceType":"Patient","name":[{"family":" a "}]}"""u8.ToArray())), StringComparison.Ordinal);
}
