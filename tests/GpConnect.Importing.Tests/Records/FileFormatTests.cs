using System.Text;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Importing.Tests.Records;

[Collection(ConsoleTests.Name)]
public sealed class FileFormatTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Fact]
    public async Task Invalid_lines_of_NDJSON_do_not_stop_the_valid_ones()
    {
        TestPractice.WriteTo(harness);
        var lines = new[] { "{", "", "\"text\"", TestPractice.Patient().ToJsonString() + "\r", "{\"resourceType\":\"Patient\",\"id\":\"x\"", "[]" };
        harness.Write("practice/patients.ndjson", string.Join('\n', lines));

        var outcome = await harness.RunAsync("import", Path.Combine(harness.Files, "practice"));

        foreach (var line in new[] { 1, 3, 5, 6 })
        {
            Assert.Matches($"rejected: .*patients.ndjson line {line}, column [0-9]+: ", outcome.Output);
        }

        Assert.EndsWith("9 read, 5 written, 0 unchanged, 4 rejected\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task XML_is_read_as_one_resource_and_as_a_Bundle_of_independent_entries()
    {
        TestPractice.WriteTo(harness);
        var valid = Xml(TestPractice.Patient().ToJsonString());
        var invalid = valid.Replace("<gender value=\"male\" />", "<gender value=\"bogus\" />", StringComparison.Ordinal).Replace("<gender value=\"male\"/>", "<gender value=\"bogus\"/>", StringComparison.Ordinal);
        harness.Write("practice/one.xml", Xml(TestPractice.Patient("one", TestPractice.OtherNumber).ToJsonString()));
        harness.Write("practice/bundle.xml", $"<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"collection\"/><entry><fullUrl value=\"urn:x\"/><resource>{Body(invalid)}</resource></entry><entry><resource>{Body(valid)}</resource></entry></Bundle>");

        var outcome = await harness.RunAsync("import", Path.Combine(harness.Files, "practice"));

        Assert.Matches("rejected: .*bundle.xml entry 1, line 1, column [0-9]{3,}, Patient/p: Patient.gender", outcome.Output);
        Assert.EndsWith("7 read, 6 written, 0 unchanged, 1 rejected\n", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.xml", "<Patient", "not one well-formed XML")]
    [InlineData("x.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><Patient xmlns=\"http://hl7.org/fhir\"/>", "x.xml line 1, column 1: the file is not one well-formed XML")]
    [InlineData("x.xml", "<Bundle xmlns=\"http://hl7.org/fhir\"><entry>", "from here on the file is not well-formed XML")]
    [InlineData("x.json", "{\"resourceType\":\"Bundle\",\"entry\":[{}", "not one well-formed JSON")]
    [InlineData("x.json", "{\"resourceType\":\"Bundle\",\"entry\":[{\"fullUrl\":\"urn:x\"}]}", "entry 1, line 1, column 35: the entry does not hold exactly one resource")]
    [InlineData("x.json", "", "x.json line 1, column 1: the file is empty")]
    [InlineData("x.xml", "", "x.xml line 1, column 1: the file is empty")]
    [InlineData("x.csv", "A,B\n1,2\n", "not a list of PDS records or flags")]
    public async Task A_malformed_or_unrecognised_file_is_rejected(string name, string content, string reason)
    {
        TestPractice.WriteTo(harness);
        harness.Write($"practice/{name}", content);

        var outcome = await harness.RunAsync("import", Path.Combine(harness.Files, "practice"));

        Assert.Equal(1, outcome.Code);
        Assert.Contains(reason, outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [Case("IM-9", "x.json", "{\"resourceType\":\"Device\",\"id\":\"d\"}", "x.json line 1, column 1, Device/d")]
    [Case("IM-9", "x.json", "{\"resourceType\":\"Observation\",\"status\":\"x\",\"code\":{}}", "x.json line 1, column 1")]
    [Case("IM-9", "x.json", "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"x\"}]}", "x.json line 1, column 1")]
    [Case("IM-9", "x.xml", "<PractitionerRole xmlns=\"http://hl7.org/fhir\"><practitioner><x/></practitioner></PractitionerRole>", "x.xml line 1, column 1")]
    public async Task A_resource_of_another_type_is_reported_with_one_error(string id, string name, string content, string place)
    {
        Assert.NotEmpty(id);
        TestPractice.WriteTo(harness);
        harness.Write($"practice/{name}", content);

        var outcome = await harness.RunAsync("import", harness.Files);

        Assert.Matches($"(?m)^rejected: .*/{place}: not a resource type of this service$", outcome.Output);
        Assert.EndsWith("5 read, 4 written, 0 unchanged, 1 rejected\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_bodies_and_other_files_in_a_folder_are_skipped()
    {
        TestPractice.WriteTo(harness);
        harness.Write("register/body.json", """{"resourceType":"Parameters","parameter":[]}""");
        harness.Write("README.md", "Words");

        Assert.EndsWith("4 read, 4 written, 0 unchanged, 0 rejected\n", await harness.DoAsync("import", harness.Files), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_practice_needs_one_to_be_named()
    {
        await harness.DoAsync("practice", "add", TestPractice.Ods, "--asid", "918999198993", "--name", "Test");
        var file = harness.Write("all.json", "\uFEFF" + TestPractice.Bundle(TestPractice.Organization(), TestPractice.Location(), TestPractice.Practitioner(), TestPractice.Patient()).ToJsonString());

        var refused = await harness.RunAsync("import", file);
        Assert.Contains("belongs to no practice", refused.Output, StringComparison.Ordinal);
        Assert.Equal(1, refused.Code);

        Assert.Equal("4 read, 4 written, 0 unchanged, 0 rejected\n", await harness.DoAsync("import", file, "--practice", TestPractice.Ods));
        Assert.Equal(1, (await harness.RunAsync("import", file, "--practice", "NONE")).Code);
    }

    [Fact]
    public async Task An_invalid_practice_file_rejects_its_whole_folder()
    {
        var folder = TestPractice.WriteTo(harness, TestPractice.Patient());
        harness.Write("practice/practice.json", """{"odsCode":"lower","asid":"1","name":"x"}""");

        var outcome = await harness.RunAsync("import", folder);

        Assert.Contains("  line 1, column 2: odsCode must be 3 to 12", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Code);
        Assert.Null(await harness.ReadAsync(TestPractice.Ods, "Patient", "p"));
    }

    [Fact]
    public void A_line_longer_than_the_buffer_is_read_whole_and_one_beyond_the_limit_ends_the_reading()
    {
        var text = new string('a', 700_000) + "\nb\n" + new string('c', GpConnect.Importing.Files.Utf8Lines.LongestLine + 300_000);

        var lines = GpConnect.Importing.Files.Utf8Lines.Read(new MemoryStream(Encoding.ASCII.GetBytes(text))).ToList();

        Assert.Equal(700_000, lines[0]!.Length);
        Assert.Equal("b", Encoding.ASCII.GetString(lines[1]!));
        Assert.Null(lines[2]);
        Assert.Equal(3, lines.Count);
    }

    public void Dispose() => harness.Dispose();

    private static string Xml(string json) =>
        Encoding.UTF8.GetString(FhirWriter.WriteXml(FhirReader.Read(Encoding.UTF8.GetBytes(json), FhirFormat.Json).Resource!));

    private static string Body(string xml) => xml[(xml.IndexOf("?>", StringComparison.Ordinal) + 2)..];
}
