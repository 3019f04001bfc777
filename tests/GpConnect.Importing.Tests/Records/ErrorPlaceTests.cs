using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Importing.Tests.Records;

/// <summary>Every error in a record is reported with the line and column of its element, as an editor counts them.</summary>
[Collection(ConsoleTests.Name)]
public sealed partial class ErrorPlaceTests : IDisposable
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>By error, the element at the reported position: the one that is wrong or that lacks another.</summary>
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["Patient.gender: code outside the required value set"] = "gender",
        ["Patient.birthDate: malformed value"] = "birthDate",
        ["Patient.colour: unknown element"] = "colour",
        ["Patient.multipleBirth is not allowed"] = "multipleBirthBoolean",
        ["Patient.telecom[1].use is missing"] = "telecom",
        ["Patient.address[0].state is not allowed"] = "state",
        ["Patient.identifier: the NHS number is not ten digits with a valid check digit"] = "identifier",
    };

    private readonly CommandHarness harness = new();

    [Theory]
    [Case("IM-40", "patients.json")]
    [Case("IM-40", "patients.ndjson")]
    [Case("IM-40", "patients.xml")]
    [Case("IM-40", "bundle.json")]
    [Case("IM-40", "bundle.xml")]
    public async Task Every_error_in_a_record_is_reported_at_its_element(string id, string name)
    {
        Assert.NotEmpty(id);
        TestPractice.WriteTo(harness);
        var text = Write(name);
        harness.Write($"practice/{name}", text);

        var outcome = await harness.RunAsync("import", harness.Files);

        var errors = ErrorLine().Matches(outcome.Output).ToDictionary(error => error.Groups["text"].Value, error => At(text, error));
        Assert.Equal(Expected.Keys.Order(), errors.Keys.Order());
        Assert.All(errors, error => Assert.Matches($"^(\"{Expected[error.Key]}\"|<{Expected[error.Key]}\\b|{{(\"system\"|$))", error.Value));
        Assert.Contains($": {Expected.Count} errors", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("9000000008|Zyxwvut", outcome.Output);
    }

    [Theory]
    [Case("IM-40", "x.json", "{\"resourceType\":\"Patient\",\n \"id\":\"p\",\n \"é\": ?}", "line 3, column 7")]
    [Case("IM-40", "x.ndjson", "\n\n{\"resourceType\":\"Patient\" \"id\"}", "line 3, column 27")]
    [Case("IM-40", "x.json", "{\"resourceType\":\"Bundle\",\n\"entry\":[{]}", "line 2, column 11")]
    [Case("IM-40", "x.xml", "<Patient xmlns=\"http://hl7.org/fhir\">\n  <id value=\"p\">\n</Patient>", "line 3, column 3")]
    [Case("IM-40", "x.xml", "<Bundle xmlns=\"http://hl7.org/fhir\">\n<entry>\n<resource><Patient></resource>", "line 3, column 22")]
    [Case("IM-40", "x.ndjson", "[]\n\"Patient\"\n{\"resourceType\":\"Patient\",\"id\":[1]}", "line 1, column 1", "line 2, column 1", "line 3")]
    public async Task An_unreadable_file_is_reported_at_the_position_of_the_error(string id, string name, string text, params string[] places)
    {
        Assert.NotEmpty(id);
        TestPractice.WriteTo(harness);
        harness.Write($"practice/{name}", text);

        var outcome = await harness.RunAsync("import", harness.Files);

        Assert.All(places, place => Assert.Contains(place, outcome.Output, StringComparison.Ordinal));
    }

    [Fact]
    [Requirement("IM-41")]
    public async Task All_errors_in_a_row_are_reported_at_their_fields()
    {
        var file = harness.Write("pds.csv", """
            NHS_NUMBER,DATE_OF_BIRTH,DATE_OF_DEATH,FAMILY_NAME,GIVEN_NAME,SENSITIVE_FLAG,GENDER
            9000000009,28/02/1971,,"Zoë, Nowak",Ewa,Y,woman
            9000000008,1971,,Nowak,Ewa,,
            9658218865,28/02/1971,,"Now
            ak",Ewa,,
            """);

        var outcome = await harness.RunAsync("import", file);

        foreach (var error in (string[])[
            "pds.csv: 2 errors\n  line 2, column 41: SENSITIVE_FLAG is not S or blank\n  line 2, column 43: GENDER is not",
            "pds.csv: 2 errors\n  line 3, column 1: NHS_NUMBER is not ten digits with a valid check digit\n  line 3, column 12: DATE_OF_BIRTH is not",
            "pds.csv line 4, column 24: FAMILY_NAME holds a control character"])
        {
            Assert.Contains(error, outcome.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Requirement("IM-41")]
    public async Task Bytes_that_are_not_UTF_8_are_reported_at_their_position()
    {
        var file = harness.Write("pds.csv", "");
        await File.WriteAllBytesAsync(file, [.. "NHS_NUMBER,DATE_OF_BIRTH,DATE_OF_DEATH,FAMILY_NAME,GIVEN_NAME,SENSITIVE_FLAG\n9000000009,,,Zo"u8, 0xEB, .. ",,\n"u8]);

        Assert.Contains("pds.csv line 2, column 16: from here on the file is not CSV in UTF-8", (await harness.RunAsync("import", file)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [Case("IM-42", "{\n \"odsCode\": 5,\n \"ASID\": \"1\",\n \"name\": \"x\",\n \"capabilities\": [\"structured\"]\n}", "line 2, column 2: odsCode must be a string; this is a number", "line 3, column 2: a property is not one of odsCode, asid", "line 5, column 19: capabilities must be a list of: foundations", "line 1, column 1: asid is missing")]
    [Case("IM-42", "{\"odsCode\":\"lower\",\n\"asid\":\"1\",\"name\":\"\",\"capabilities\":[]}", "line 1, column 2: odsCode must be 3 to 12", "line 2, column 1: asid must be 12 digits", "line 2, column 12: name must be 1 to 200")]
    [Case("IM-42", "{\"odsCode\":\"T1234\",\n  \"asid\" 1}", "practice.json line 2, column 10: from here on the file is not JSON")]
    [Case("IM-42", "{\"odsCode\":\"T1234\",\"name\":\"a\",\n\"name\":\"b\",\"asid\":null,\"capabilities\":[]}", "name appears twice", "asid must be a string; this is null")]
    [Case("IM-42", "{\"resourceType\":\"Patient\",\"id\":\"p\"}", "practice.json line 1, column 1: a practice is an object with odsCode, asid, name, gpConnect, capabilities; this is a FHIR resource")]
    [Case("IM-42", "[]", "this is a list")]
    [Case("IM-42", "", "practice.json line 1, column 1: the file is empty")]
    [Case("IM-42", "{\"odsCode\":\"\\ud800\",\"asid\":\"1\",\"name\":\"x\",\"capabilities\":[]}", "half of a surrogate pair")]
    [Case("IM-42", "{\"odsCode\":\"T1234\",\"asid\":\"918999198901\",\"name\":\"x\"}", "capabilities is missing")]
    public async Task An_invalid_practice_file_is_reported_with_each_error_and_its_position(string id, string file, params string[] errors)
    {
        Assert.NotEmpty(id);
        harness.Write("practice/practice.json", file);

        var outcome = await harness.RunAsync("import", harness.Files);

        Assert.Equal(1, outcome.Code);
        Assert.All(errors, error => Assert.Contains(error, outcome.Output, StringComparison.Ordinal));
    }

    [Fact]
    [Requirement("IM-42")]
    public async Task A_practice_file_with_a_byte_order_mark_is_accepted()
    {
        TestPractice.WriteTo(harness);
        harness.Write("practice/practice.json", "\uFEFF" + TestPractice.PracticeJson);

        Assert.Contains("4 read, 4 written", await harness.DoAsync("import", harness.Files), StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private static string Write(string name)
    {
        var patient = Broken();
        var other = TestPractice.Patient("other", TestPractice.OtherNumber);
        other["contact"] = JsonNode.Parse("""[{"name":{"use":"official","family":"Größe\t😀"},"relationship":[{"text":"Son"}]}]""");
        return name switch
        {
            "patients.json" => patient.ToJsonString(Pretty),
            "patients.ndjson" => $"{other.ToJsonString()}\n\n{patient.ToJsonString()}\n",
            "bundle.json" => TestPractice.Bundle(other, patient).ToJsonString(Pretty),
            "patients.xml" => Xml(patient),
            _ => $"<Bundle xmlns=\"http://hl7.org/fhir\">\n  <entry><resource>{Xml(other)}</resource></entry>\n  <entry>\n\t<resource>{Xml(patient)}</resource></entry></Bundle>",
        };
    }

    private static JsonObject Broken()
    {
        var patient = TestPractice.Patient("p", "9000000008");
        patient["telecom"] = JsonNode.Parse("""[{"system":"phone","use":"home","value":"1"},{"system":"phone","value":"2"}]""");
        patient["address"] = JsonNode.Parse("""[{"use":"home","line":["Ü 1 😀"],"state":"X"}]""");
        patient["multipleBirthBoolean"] = true;
        patient["colour"] = "red";
        patient["gender"] = "bogus";
        patient["birthDate"] = "19xx";
        return patient;
    }

    /// <summary>The writer writes only valid resources, so the errors are inserted afterwards.</summary>
    private static string Xml(JsonObject patient)
    {
        var valid = patient.DeepClone().AsObject();
        valid.Remove("colour");
        (valid["gender"], valid["birthDate"]) = ("male", "1961-03-04");
        var xml = Encoding.UTF8.GetString(FhirWriter.WriteXml(FhirReader.Read(Encoding.UTF8.GetBytes(valid.ToJsonString()), FhirFormat.Json).Resource!));
        xml = xml[(xml.IndexOf("?>", StringComparison.Ordinal) + 2)..].Replace("<name>", "\n\t <name>", StringComparison.Ordinal);
        return !patient.ContainsKey("colour") ? xml : xml
            .Replace("<gender value=\"male\"", "<colour value=\"red\"/><gender\n value=\"bogus\"", StringComparison.Ordinal)
            .Replace("1961-03-04", "19xx", StringComparison.Ordinal);
    }

    /// <summary>The text from the position of the error to the end of its line.</summary>
    private static string At(string text, Match error)
    {
        var line = text.Split('\n')[int.Parse(error.Groups["line"].Value) - 1];
        return line[(int.Parse(error.Groups["column"].Value) - 1)..];
    }

    [GeneratedRegex("^  line (?<line>[0-9]+), column (?<column>[0-9]+): (?<text>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ErrorLine();
}
