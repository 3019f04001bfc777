using System.Text;
using System.Xml;

namespace GpConnect.Fhir.Tests;

/// <summary>The limit on the attributes of an element, which exists because .NET's reader compares all of them with each other.</summary>
public class AttributeTests
{
    private const int Limit = 64;
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
        Assert.Equal(TooMany, Inputs.XmlPatient($"<name {Attributes(attribute, Limit + 1)}/>").Error?.Description);
        Assert.NotEqual(TooMany, Inputs.XmlPatient($"<name {Attributes(attribute, Limit)}/>").Error?.Description);
    }

    [Fact]
    public void The_limit_applies_to_narrative_in_json() =>
        Assert.False(Inputs.JsonPatient(
            $"'text':{{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\' {Attributes("a{0}=\\'\\'", Limit + 1)}>x</div>'}}").IsValid);

    [Fact]
    public void Namespaces_that_serializers_put_on_the_root_are_read() =>
        Assert.True(Inputs.Xml($"<Patient xmlns='http://hl7.org/fhir' {Attributes("xmlns:n{0}='urn:{0}'", 20)}><active value='true'/></Patient>").IsValid);

    [Theory]
    [InlineData("<!-- <a ' -->")]
    [InlineData("<!-- -->'")]
    [InlineData("<![CDATA[ <a ' ]]>")]
    [InlineData("<![CDATA[ ]]>'")]
    [InlineData("<?p <a ' ?>")]
    [InlineData("<?p ?>'")]
    public void A_quote_in_or_after_a_comment_or_section_does_not_hide_an_element_with_too_many_attributes(string before) =>
        Assert.Equal(TooMany, Inputs.Xml($"<r>{before}<c {Attributes("a{0}='>'", Limit + 1)}/></r>").Error?.Description);

    [Fact]
    public void Quotes_and_brackets_in_comments_and_sections_do_not_hide_an_element_with_too_many_attributes()
    {
        var random = new Random(20261129);
        var crowded = $"<c {Attributes("a{0}=''", Limit + 1)}/>";
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

    /// <summary>Whether .NET's reader, which stops at the first syntax error, reaches the element with too many attributes.</summary>
    private static bool ReaderSees(string text)
    {
        // Replaces apostrophes with quotation marks, as Inputs does.
        using var reader = XmlReader.Create(new StringReader(text.Replace('\'', '"')));
        try
        {
            while (reader.Read())
            {
                if (reader.AttributeCount > Limit)
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
