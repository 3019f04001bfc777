using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>One rule for text: whatever is submitted, the JSON and the XML of a resource hold the same.</summary>
public class TextTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private RunningProvider Provider => fixture.Provider;

    [Theory]
    [FormatCase("TX-1", " Abc ", "Abc")]
    [FormatCase("TX-1", "\u00a0Abc\u3000", "Abc")]
    [FormatCase("TX-1", "\u0085Abc\u2028", "Abc")]
    [FormatCase("TX-1", "\tAbc\r\n", "Abc")]
    [FormatCase("TX-2", "A\u00a0b\u0085c\u2028d\u3000e", "A\u00a0b\u0085c\u2028d\u3000e")]
    [FormatCase("TX-2", "a\tb\nc\rd", "a\tb\nc\rd")]
    [FormatCase("TX-2", "Zoe\u0308 \ud83d\ude00 \u0092", "Zoe\u0308 \ud83d\ude00 \u0092")]
    [FormatCase("TX-2", "&amp; <b> \"'\\ ]]>", "&amp; <b> \"'\\ ]]>")]
    public async Task Text_is_returned_the_same_in_both_formats(string id, FhirFormat format, string given, string returned)
    {
        Assert.NotEmpty(id);
        var person = await Provider.NewPersonAsync();
        person.Name["family"] = given;
        person.Name["given"]![1] = given;
        person.Address[0]!["line"]![0] = given;

        var patient = (await Provider.SendAsync(person.Register(format))).Registers();

        Assert.Equal([returned, "Ewelina", returned, returned], await Provider.TextsOfAsync((string)patient["id"]!));
    }

    [Property(Arbitrary = [typeof(AnyText)], MaxTest = 30)]
    [Requirement("TX-1")]
    [Requirement("TX-2")]
    public async Task Any_text_is_registered_alike_in_both_formats(string family, string given, string line)
    {
        var json = await RegisterAsync(family, given, line, FhirFormat.Json);
        var xml = await RegisterAsync(family, given, line, FhirFormat.Xml);

        Assert.Equal(json, xml);
        Assert.True(json is null || !json.Any(text => text is null || text.Trim() != text));
    }

    [Theory]
    [FormatCase("TX-3", "")]
    [FormatCase("TX-3", " \u3000\u0085")]
    [FormatCase("TX-3", "a\u000bb")]
    [FormatCase("TX-3", "a\u000c")]
    [FormatCase("TX-3", "a\ufffeb")]
    [FormatCase("TX-3", "a\uffff")]
    public async Task Text_that_XML_cannot_carry_is_refused(string id, FhirFormat format, string text)
    {
        Assert.NotEmpty(id);
        var person = await Provider.NewPersonAsync();
        var body = format == FhirFormat.Json
            ? person.Parameters().ToJsonString().Replace("14 Quarry Hill", string.Concat(text.Select(unit => $"\\u{(int)unit:x4}")), StringComparison.Ordinal)
            : Encoding.UTF8.GetString(FhirXml.From(person.Parameters())).Replace("14 Quarry Hill", string.Concat(text.Select(unit => $"&#{(int)unit};")), StringComparison.Ordinal);

        Assert.Contains((await SendUnchangedAsync(ApiRequest.Register(body, format))).Status, new[] { 400, 422 });
    }

    [Theory]
    [FormatCase("TX-4", "family")]
    [FormatCase("TX-4", "given")]
    [FormatCase("TX-4", "line")]
    public async Task A_text_of_more_than_255_characters_is_refused(string id, FhirFormat format, string element)
    {
        Assert.NotEmpty(id);
        var person = await Provider.NewPersonAsync();
        Put(person, element, new string('a', 256));
        (await SendUnchangedAsync(person.Register(format))).Fails(422, "INVALID_RESOURCE", element, "255");

        Put(person, element, new string('a', 255));
        (await Provider.SendAsync(person.Register(format))).Registers();
    }

    [Theory]
    [Formats]
    [Requirement("TX-4")]
    public async Task More_than_16_KB_of_text_in_total_is_refused(FhirFormat format)
    {
        var person = await Provider.NewPersonAsync();
        person.Name["given"] = new JsonArray([.. Enumerable.Repeat(new string('a', 200), 82).Select(name => JsonValue.Create(name))]);

        (await SendUnchangedAsync(person.Register(format))).Fails(422, "INVALID_RESOURCE", "Patient has more than 16384 characters of text");
    }

    [Theory]
    [Case("TX-5", """["Ewelina"]""", """[null,{"id":"x"}]""")]
    [Case("TX-5", """["Ewelina",null]""", """[null,{"id":"x"}]""")]
    [Case("TX-5", """["Ewelina",null]""", """[null,{"extension":[{"url":"urn:x","valueCode":"unknown"}]}]""")]
    public async Task A_name_without_value_is_refused(string id, string given, string details)
    {
        Assert.NotEmpty(id);
        var person = await Provider.NewPersonAsync();
        person.Name["given"] = JsonNode.Parse(given);
        person.Name["_given"] = JsonNode.Parse(details);

        (await SendUnchangedAsync(person.Register())).Fails(422, "INVALID_RESOURCE");
    }

    [Fact]
    [Requirement("TX-5")]
    public async Task A_name_of_the_user_may_be_absent_when_an_extension_gives_the_reason()
    {
        var name = """[{"family":"User","prefix":[null],"_prefix":[{"extension":[{"url":"urn:x","valueCode":"unknown"}]}],"given":["Ann",null],"_given":[null,{"extension":[{"url":"urn:x","valueCode":"unknown"}]}]}]""";

        (await Provider.SendAsync(ApiRequest.Metadata().ChangeToken(token => token.Claims["requesting_practitioner"]!["name"] = JsonNode.Parse(name)))).Succeeds();
    }

    /// <returns>The texts that are served in both formats; null when the registration is refused.</returns>
    private async Task<IReadOnlyList<string?>?> RegisterAsync(string family, string given, string line, FhirFormat format)
    {
        var person = await Provider.NewPersonAsync();
        Put(person, "family", family);
        Put(person, "given", given);
        Put(person, "line", line);
        var response = await Provider.SendAsync(person.Register(format));
        if (response.Status == 200)
        {
            return await Provider.TextsOfAsync((string)response.Registers()["id"]!);
        }

        response.Fails(422, "INVALID_RESOURCE");
        return null;
    }

    private static void Put(Person person, string element, string text)
    {
        switch (element)
        {
            case "given": person.Name["given"]![1] = text; break;
            case "line": person.Address[0]!["line"]![0] = text; break;
            default: person.Name[element] = text; break;
        }
    }

    private async Task<ApiResponse> SendUnchangedAsync(ApiRequest request)
    {
        var before = Provider.Fingerprint();
        var response = await Provider.SendAsync(request);
        Assert.Equal(before, Provider.Fingerprint());
        return response;
    }

    /// <summary>Text that XML can carry: letters of all planes, all kinds of blanks, combining marks and what looks like markup.</summary>
    private static class AnyText
    {
        private static readonly Gen<string> Letter = Gen.Elements(
            "Q", "z", "\u00e9", "e\u0301", "\u5c71", "\ud83d\ude00", "\ue000", "\u200b", "\ufeff", "\u0092", "&", "<", "\"", "'", "\\", "\\u0041", "&#65;", "]]>");

        private static readonly Gen<string> Blank = Gen.Elements(" ", "\t", "\r", "\n", "\r\n", "\u00a0", "\u0085", "\u2028", "\u2029", "\u3000", "\u1680");

        public static Arbitrary<string> Arbitrary() => (
            from parts in Gen.Frequency((3, Letter), (2, Blank)).ListOf()
            from letter in Gen.Frequency((9, Letter), (1, Blank))
            let text = string.Concat(parts.Take(5).Append(letter).Concat(parts.Skip(5).Take(3)))
            // As a name, it would make four blanks in a log count as patient data.
            where !text.Contains("    ", StringComparison.Ordinal)
            select text).ToArbitrary();
    }
}
