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

    [Fact]
    public void As_many_elements_as_a_long_record_has_are_read()
    {
        Assert.True(Inputs.JsonPatient($"'name':[{Repeat("{'family':'A'}", 300, ",")}]").IsValid);
        Assert.True(Inputs.XmlPatient(Repeat("<name><family value='A'/></name>", 300)).IsValid);
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

    [Fact]
    public void One_resource_with_many_errors_does_not_affect_the_next()
    {
        Assert.Equal(TooManyErrors, Inputs.JsonPatient($"'contained':[{Repeat("1", 150, ",")}]").Error?.Description);
        Assert.True(Inputs.JsonPatient("'active':true").IsValid);
    }

    [Theory]
    [InlineData(250, false)]
    [InlineData(300, true)]
    public void Names_have_a_maximum_length(int length, bool isTooLong)
    {
        var name = Repeat("n", length);

        Assert.All(
            [
                Inputs.JsonPatient($"'{name}':1"),
                Inputs.JsonPatient($"'contained':[{{'resourceType':'{name}'}}]"),
                Inputs.XmlPatient($"<{name}/>"),
                Inputs.XmlPatient($"<name {name}=''/>"),
                Inputs.XmlPatient($"<name xmlns='{name}'/>"),
                Inputs.XmlPatient($"<name xmlns:a='{name}'/>"),
                Inputs.XmlPatient($"<?{name} ?>"),
            ],
            reading => Assert.Equal(isTooLong, reading.Error?.Description == NameTooLong));
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

    [Fact]
    public void The_narratives_of_a_resource_count_together()
    {
        var text = $"'text':{{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>{Repeat("a", 10_000)}</div>'}}";

        Assert.Equal(TooLong, Inputs.JsonPatient($"'contained':[{Repeat($"{{'resourceType':'Patient',{text}}}", 4, ",")}]").Error?.Description);
    }

    private static string Repeat(string text, int times, string separator = "") =>
        new StringBuilder().AppendJoin(separator, Enumerable.Repeat(text, times)).ToString();
}
