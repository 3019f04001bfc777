using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using GpConnect.Functions.Storage;
using GpConnect.Functions.Tests.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Functions.Tests.EndToEnd;

/// <summary>One rule for text: whatever comes in, JSON and XML of a resource say the same.</summary>
public class TextTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private Provider Provider => fixture.Provider;

    [Theory]
    [FormatCase("TX-1", " Abc ", "Abc")]
    [FormatCase("TX-1", "\u00a0Abc\u3000", "Abc")]
    [FormatCase("TX-1", "\u0085Abc\u2028", "Abc")]
    [FormatCase("TX-1", "\tAbc\r\n", "Abc")]
    [FormatCase("TX-2", "A\u00a0b\u0085c\u2028d\u3000e", "A\u00a0b\u0085c\u2028d\u3000e")]
    [FormatCase("TX-2", "a\tb\nc\rd", "a\tb\nc\rd")]
    [FormatCase("TX-2", "Zoe\u0308 \ud83d\ude00 \u0092", "Zoe\u0308 \ud83d\ude00 \u0092")]
    [FormatCase("TX-2", "&amp; <b> \"'\\ ]]>", "&amp; <b> \"'\\ ]]>")]
    public async Task Text_comes_back_the_same_in_both_formats(string id, FhirFormat format, string given, string returned)
    {
        Assert.NotEmpty(id);
        var person = await Provider.NewPersonAsync();
        person.Name["family"] = given;
        person.Name["given"]![1] = given;
        person.Address[0]!["line"]![0] = given;

        var patient = (await Provider.SendAsync(person.Register(format))).Registers();

        string[] texts = [returned, "Ewelina", returned, returned];
        Assert.Equal(texts, await JsonTextsAsync((string)patient["id"]!));
        Assert.Equal(texts, await XmlTextsAsync((string)patient["id"]!));
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
    public async Task Texts_of_more_than_16_KB_together_are_refused(FhirFormat format)
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
    public async Task A_name_of_the_user_may_be_absent_where_an_extension_says_why()
    {
        var name = """[{"family":"User","prefix":[null],"_prefix":[{"extension":[{"url":"urn:x","valueCode":"unknown"}]}],"given":["Ann",null],"_given":[null,{"extension":[{"url":"urn:x","valueCode":"unknown"}]}]}]""";

        (await Provider.SendAsync(ApiRequest.Metadata().Spoil(token => token.Claims["requesting_practitioner"]!["name"] = JsonNode.Parse(name)))).Succeeds();
    }

    [Theory]
    [FormatCase("TX-6", "1 Spine\ufffe Street")]
    [FormatCase("TX-6", "1 Spine Street\uffff")]
    public async Task An_address_of_PDS_that_cannot_be_served_counts_as_not_given(string id, FhirFormat format, string line)
    {
        Assert.NotEmpty(id);
        var person = Person.New();
        person.Pds = person.Pds with { Address = person.Pds.Address! with { Lines = [line] }, Prefix = ["M\ufffes"], Phone = new string('1', 300), Email = "e\ufffe@example.org" };
        await Provider.AddToPdsAsync(person);
        foreach (var element in new[] { "address", "telecom" })
        {
            person.Patient.Remove(element);
        }

        person.Name.Remove("prefix");

        var patient = (await Provider.SendAsync(person.Register(format))).Registers();

        Assert.Null(patient["address"]);
        Assert.Null(patient["telecom"]);
        Assert.Null(patient["name"]![0]!["prefix"]);
        (await Provider.SendAsync(ApiRequest.Read("Patient", (string)patient["id"]!).As(FhirFormat.Xml))).Succeeds();
    }

    [Theory]
    [Formats]
    [Requirement("TX-6")]
    public async Task A_name_of_PDS_that_cannot_be_served_verifies_nobody(FhirFormat format)
    {
        var person = Person.New();
        person.Pds = person.Pds with { BirthDate = "1984-11-20", Given = ["\ufffeX", "Ewelina"] };
        await Provider.AddToPdsAsync(person);

        (await SendUnchangedAsync(person.Register(format))).Fails(400, "INVALID_PATIENT_DEMOGRAPHICS");
    }

    [Fact]
    [Requirement("TX-7")]
    public async Task What_an_earlier_release_stored_is_served_alike_in_both_formats()
    {
        var person = await Provider.NewPersonAsync();
        var id = (string)(await Provider.RegisterAsync(person))["id"]!;
        await RewriteAsync(id, body => body
            .Replace("\"14 Quarry Hill\"", "\"14 Quarry\\uFFFE Hill\"", StringComparison.Ordinal)
            .Replace("\"family\":\"Nowakowski\"", "\"family\":\" Nowakowski \"", StringComparison.Ordinal)
            .Replace("\"given\":[\"Ewelina\",\"Maria\"]", "\"given\":[\"Ewelina\",null],\"_given\":[null,{\"id\":\"x\"}]", StringComparison.Ordinal));

        string[] texts = [" Nowakowski ", "Ewelina", "14 Quarry\ufffd Hill"];
        Assert.Equal(texts, await JsonTextsAsync(id));
        Assert.Equal(texts, await XmlTextsAsync(id));
        Assert.Equal("Nowakowski", (string?)(await Provider.SendAsync(person.Search().As(FhirFormat.Xml))).Finds(1)[0]["name"]![0]!["family"]);

        // It verifies again, and is written without what cannot be said.
        await UnverifyAsync(id);
        (await Provider.SendAsync(person.Search())).Finds(1);
        Assert.Equal(["Nowakowski", "Ewelina", "14 Quarry\ufffd Hill"], await XmlTextsAsync(id));
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

    /// <summary>Family, given names and first line of the address, as they stand in the body.</summary>
    private async Task<IReadOnlyList<string?>> JsonTextsAsync(string id)
    {
        var response = await Provider.SendAsync(ApiRequest.Read("Patient", id));
        response.Succeeds();
        var patient = JsonNode.Parse(response.Body)!;
        return [(string?)patient["name"]![0]!["family"], .. patient["name"]![0]!["given"]!.AsArray().Select(given => (string?)given), (string?)patient["address"]![0]!["line"]![0]];
    }

    private async Task<IReadOnlyList<string?>> XmlTextsAsync(string id)
    {
        var response = await Provider.SendAsync(ApiRequest.Read("Patient", id).As(FhirFormat.Xml));
        Assert.Equal(200, response.Status);
        XNamespace fhir = "http://hl7.org/fhir";
        var patient = XElement.Parse(Encoding.UTF8.GetString(response.Body));
        var name = patient.Element(fhir + "name")!;
        return [.. new[] { name.Element(fhir + "family") }.Concat(name.Elements(fhir + "given")).Append(patient.Element(fhir + "address")!.Element(fhir + "line")).Select(element => (string?)element!.Attribute("value"))];
    }

    private async Task RewriteAsync(string id, Func<string, string> change)
    {
        var record = await RecordAsync(id);
        await CommitAsync(record with { Body = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(record.Body.Span))) });
    }

    private async Task UnverifyAsync(string id)
    {
        var record = await RecordAsync(id);
        await CommitAsync(record with { Envelope = record.Envelope with { Verified = null } });
    }

    private async Task<StoredRecord> RecordAsync(string id) =>
        (await Provider.Services.GetRequiredService<IResourceStore>().ReadAsync(new RecordKey(SampleData.Ods, "Patient", id), default))!;

    private async Task CommitAsync(StoredRecord record) =>
        Assert.Equal(CommitResult.Committed, await Provider.Services.GetRequiredService<IResourceStore>().CommitAsync(new StoreChange(SampleData.Ods, [record], [], null), default));

    private async Task<ApiResponse> SendUnchangedAsync(ApiRequest request)
    {
        var before = Provider.Fingerprint();
        var response = await Provider.SendAsync(request);
        Assert.Equal(before, Provider.Fingerprint());
        return response;
    }
}
