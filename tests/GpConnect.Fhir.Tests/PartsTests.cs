using System.Text;

namespace GpConnect.Fhir.Tests;

/// <summary>Limits on the content of one resource, so that no input costs more than a few milliseconds.</summary>
public class PartsTests
{
    private const string TooMany = "The content: too many elements";
    private const string TooManyErrors = "The content: too many errors";
    private const string NameTooLong = "The content: name too long";
    private const string TooLong = "The content: narrative too long";

    [Fact]
    public void More_elements_than_any_resource_has_are_refused_before_the_sdk_sees_them()
    {
        Assert.Equal(TooMany, Inputs.JsonPatient($"'name':[{Repeat("{'family':'A'}", 1_000, ",")}]").Error?.Description);
        Assert.Equal(TooMany, Inputs.XmlPatient(Repeat("<name><family value='A'/></name>", 1_000)).Error?.Description);
    }

    [Theory]
    [InlineData(2_000, null)]
    [InlineData(2_001, TooMany)]
    public void A_resource_in_json_has_at_most_2000_tokens(int tokens, string? error)
    {
        // Brackets, names and resourceType are 12 of them.
        Assert.Equal(error, Inputs.JsonPatient($"'name':[{{'given':[{Repeat("'A'", tokens - 12, ",")}]}}]").Error?.Description);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, TooMany)]
    public void A_resource_in_xml_has_at_most_2000_nodes_and_attributes(int comments, string? error)
    {
        // The tags of the patient with its namespace, those of the name, and 997 elements with an attribute are 1,999.
        Assert.Equal(error, Inputs.XmlPatient($"{Repeat("<!---->", comments)}<name>{Repeat("<given value='A'/>", 997)}</name>").Error?.Description);
    }

    [Fact]
    public void Attributes_count_like_elements() =>
        Assert.Equal(TooMany, Inputs.XmlPatient(Repeat("<name a='' b='' c='' d='' e='' f='' g='' h=''/>", 300)).Error?.Description);

    [Fact]
    public void Too_many_elements_take_precedence_over_other_errors_and_malformed_json_over_too_many_elements()
    {
        var duplicates = Repeat("'name':1,", 1_000);

        Assert.Equal(TooMany, Inputs.JsonPatient($"{duplicates}'z':1").Error?.Description);
        Assert.Equal(FhirErrorKind.NotWellFormed, Inputs.JsonPatient(duplicates).Error?.Kind);
    }

    [Theory]
    [InlineData("'contained':[", "1", "]")]
    [InlineData("'contained':[", "{'a':'b'}", "]")]
    [InlineData("'contained':[", "{'resourceType':'b'}", "]")]
    [InlineData("'extension':[", "{'url':'a','valueFoo':'b'}", "]")]
    [InlineData("'address':[", "{'foo':{'bar':1}}", "]")]
    public void Reading_json_stops_after_many_errors(string before, string error, string after)
    {
        Assert.Equal(TooManyErrors, Inputs.JsonPatient($"{before}{Repeat(error, 150, ",")}{after}").Error?.Description);
        Assert.NotEqual(TooManyErrors, Inputs.JsonPatient($"{before}{error}{after}").Error?.Description);
    }

    [Theory]
    [InlineData("<contained><Foo/></contained>")]
    [InlineData("<extension url='a'><valueFoo/></extension>")]
    [InlineData("<foo><bar/></foo>")]
    public void Reading_xml_stops_after_many_errors(string error)
    {
        Assert.Equal(TooManyErrors, Inputs.XmlPatient(Repeat(error, 150)).Error?.Description);
        Assert.NotEqual(TooManyErrors, Inputs.XmlPatient(error).Error?.Description);
    }

    [Theory]
    [InlineData(50, "Patient.contact[0].gender: code outside the required value set")]
    [InlineData(51, TooManyErrors)]
    public void Reading_stops_after_50_errors(int errors, string description)
    {
        Assert.Equal(description, Inputs.JsonPatient($"'contact':[{Repeat("{'gender':'bogus'}", errors, ",")}]").Error?.Description);
        Assert.Equal(description, Inputs.XmlPatient(Repeat("<contact><gender value='bogus'/></contact>", errors)).Error?.Description);
    }

    /// <summary>The type itself costs as much as an error.</summary>
    [Theory]
    [InlineData(25, "Patient.extension[0].value: type not allowed here")]
    [InlineData(26, TooManyErrors)]
    public void An_unknown_type_counts_twice(int types, string description) =>
        Assert.Equal(description, Inputs.JsonPatient($"'extension':[{Repeat("{'url':'a','valueFoo':'b'}", types, ",")}]").Error?.Description);

    [Fact]
    public void One_resource_with_many_errors_does_not_affect_the_next()
    {
        Assert.Equal(TooManyErrors, Inputs.JsonPatient($"'contained':[{Repeat("1", 150, ",")}]").Error?.Description);
        Assert.True(Inputs.JsonPatient("'active':true").IsValid);
    }

    [Theory]
    [InlineData(256, false)]
    [InlineData(257, true)]
    public void Names_have_a_maximum_length(int length, bool isTooLong)
    {
        var name = Repeat("n", length);

        Assert.All(
            [
                Inputs.JsonPatient($"'{name}':1"),
                Inputs.JsonPatient($"'contained':[{{'resourceType':'{name}'}}]"),
                Inputs.XmlPatient($"<{name}/>"),
                Inputs.XmlPatient($"<name {name}=''/>"),
                Inputs.XmlPatient($"<name {name}='' a=''/>"),
                Inputs.XmlPatient($"<{name} {name}=''/>"),
                Inputs.XmlPatient($"<name xmlns='{name}'/>"),
                Inputs.XmlPatient($"<name xmlns:a='{name}'/>"),
                Inputs.XmlPatient($"<?{name} ?>"),
            ],
            reading => Assert.Equal(isTooLong, reading.Error?.Description == NameTooLong));
    }

    [Fact]
    public void A_value_may_be_longer_than_a_name()
    {
        var text = Repeat("n", 257);

        Assert.True(Inputs.JsonPatient($"'name':[{{'family':'{text}'}}]").IsValid);
        Assert.True(Inputs.XmlPatient($"<name><family value='{text}'/></name>").IsValid);
    }

    [Fact]
    public void A_name_that_is_too_long_takes_precedence_over_errors_and_malformed_json_over_the_name()
    {
        var name = $"'{Repeat("n", 257)}':1";

        Assert.Equal(NameTooLong, Inputs.JsonPatient($"'active':true,'active':true,{name}").Error?.Description);
        Assert.Equal(TooMany, Inputs.JsonPatient($"{name},'name':[{Repeat("1", 2_000, ",")}]").Error?.Description);
        Assert.Equal(FhirErrorKind.NotWellFormed, Inputs.JsonPatient($"{name},").Error?.Kind);
    }

    [Theory]
    [InlineData("a", 20_000, true)]
    [InlineData("a", 33_000, false)]
    [InlineData("&lt;", 200_000, false)]
    [InlineData("<p title='>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>'>a</p>", 450, false)]
    public void Narrative_has_a_maximum_length(string text, int times, bool isRead)
    {
        var div = $"<div xmlns='http://www.w3.org/1999/xhtml'>{Repeat(text, times)}</div>";
        var json = div.Replace("'", "\\'", StringComparison.Ordinal);

        Assert.Equal(isRead ? null : TooLong, Inputs.XmlPatient($"<text><status value='generated'/>{div}</text>").Error?.Description);
        Assert.Equal(isRead ? null : TooLong, Inputs.JsonPatient($"'text':{{'status':'generated','div':'{json}'}}").Error?.Description);
    }

    /// <summary>In JSON all characters of the div count; in XML those of names, values and text.</summary>
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, TooLong)]
    public void Narrative_has_at_most_32768_characters(int excess, string? error)
    {
        const string Start = "<div xmlns='http://www.w3.org/1999/xhtml'>";
        var inJson = $"{Start}{Repeat("a", 32_768 - Start.Length - "</div>".Length + excess)}</div>".Replace("'", "\\'", StringComparison.Ordinal);
        var inXml = $"{Start}{Repeat("a", 32_768 - "divxmlnshttp://www.w3.org/1999/xhtml".Length + excess)}</div>";
        var inAttribute = $"{Start}<b title='{Repeat("a", 32_768 - "divxmlnshttp://www.w3.org/1999/xhtml".Length - "btitlexb".Length + excess)}'>x</b></div>";

        Assert.Equal(error, Inputs.JsonPatient($"'text':{{'status':'generated','div':'{inJson}'}}").Error?.Description);
        Assert.Equal(error, Inputs.XmlPatient($"<text><status value='generated'/>{inXml}</text>").Error?.Description);
        Assert.Equal(error, Inputs.XmlPatient($"<text><status value='generated'/>{inAttribute}</text>").Error?.Description);
    }

    [Fact]
    public void Text_outside_narrative_does_not_count_as_narrative()
    {
        const string Div = "<div xmlns='http://www.w3.org/1999/xhtml'>a</div>";
        var name = Repeat("n", 33_000);

        Assert.True(Inputs.XmlPatient($"<text><status value='generated'/>{Div}</text><name><family value='{name}'/></name>").IsValid);
        Assert.True(Inputs.JsonPatient($"'text':{{'status':'generated','div':'{Div.Replace("'", "\\'", StringComparison.Ordinal)}'}},'name':[{{'family':'{name}'}}]").IsValid);
    }

    [Fact]
    public void The_narratives_of_a_resource_count_together()
    {
        var text = $"'text':{{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>{Repeat("a", 10_000)}</div>'}}";

        Assert.Equal(TooLong, Inputs.JsonPatient($"'contained':[{Repeat($"{{'resourceType':'Patient',{text}}}", 4, ",")}]").Error?.Description);
        Assert.Equal(TooLong, Inputs.XmlPatient(Repeat($"<contained><Patient><text><status value='generated'/><div xmlns='http://www.w3.org/1999/xhtml'>{Repeat("a", 10_000)}</div></text></Patient></contained>", 4)).Error?.Description);
    }

    private static string Repeat(string text, int times, string separator = "") =>
        new StringBuilder().AppendJoin(separator, Enumerable.Repeat(text, times)).ToString();
}
