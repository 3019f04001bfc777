using System.Text;
using System.Xml;

namespace GpConnect.Fhir.Tests;

/// <summary>.NET's reader compares all attributes of an element with each other, so an element may have only so many.</summary>
public class AttributeTests
{
    private const int Most = 64;
    private const string TooMany = "The content: too many elements";

    private static readonly string[] Fragments =
    [
        "<a ", "<b", ">", "/>", "</a>", "<!--", "-->", "--", "-", "<![CDATA[", "]]>", "]", "<?p ", "?>", "?", "<!", "<", "'", "\"", "=", " ", "x", "&amp;", "&",
        "<!-->", "<!--->", "<?>", "<??>", "<![CDATA[>", "]>", "'<!--'", "\"<![CDATA[\"", "'?>'", "'>'", "\"/>\"", "a='<'",
    ];

    [Theory]
    [InlineData("a{0}=''")]
    [InlineData("a{0} = \"x>y\"")]
    [InlineData("xmlns:a{0}='b'")]
    [InlineData("a=''")]
    public void An_element_has_at_most_64_attributes(string attribute)
    {
        Assert.Equal(TooMany, Inputs.XmlPatient($"<name {Attributes(attribute, Most + 1)}/>").Error?.Description);
        Assert.NotEqual(TooMany, Inputs.XmlPatient($"<name {Attributes(attribute, Most)}/>").Error?.Description);
    }

    [Fact]
    public void The_limit_holds_in_narrative_that_came_as_json() =>
        Assert.False(Inputs.JsonPatient(
            $"'text':{{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\' {Attributes("a{0}=\\'\\'", Most + 1)}>x</div>'}}").IsValid);

    [Fact]
    public void Namespaces_that_serializers_put_on_the_root_are_read() =>
        Assert.True(Inputs.Xml($"<Patient xmlns='http://hl7.org/fhir' {Attributes("xmlns:n{0}='urn:{0}'", 20)}><active value='true'/></Patient>").IsValid);

    [Fact]
    public void Quotes_and_brackets_in_comments_and_sections_hide_no_crowded_element()
    {
        var random = new Random(20261129);
        var crowded = $"<c {Attributes("a{0}=''", Most + 1)}/>";
        var seen = 0;
        for (var round = 0; round < 50_000; round++)
        {
            var text = $"<r>{Mix(random)}{crowded}";
            if (ReaderSees(text))
            {
                seen++;
                Assert.True(Inputs.Xml(text).Error?.Description == TooMany, $"Hidden: {text[..^crowded.Length]}");
            }
        }

        Assert.InRange(seen, 1_000, 50_000);
    }

    private static string Mix(Random random) => string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => Fragments[random.Next(Fragments.Length)]));

    /// <summary>Whether .NET's reader, which stops at the first place that is not well-formed, gets to the crowded element.</summary>
    private static bool ReaderSees(string text)
    {
        // As the inputs below are read: apostrophes stand for quotation marks.
        using var reader = XmlReader.Create(new StringReader(text.Replace('\'', '"')));
        try
        {
            while (reader.Read())
            {
                if (reader.AttributeCount > Most)
                {
                    return true;
                }
            }
        }
        catch (XmlException)
        {
            return false;
        }

        return false;
    }

    private static string Attributes(string form, int count) => new StringBuilder()
        .AppendJoin(' ', Enumerable.Range(0, count).Select(number => form.Replace("{0}", $"{number}", StringComparison.Ordinal))).ToString();
}
