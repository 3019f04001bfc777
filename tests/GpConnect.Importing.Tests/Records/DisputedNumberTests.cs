using System.Text.Json.Nodes;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Importing.Tests.Records;

/// <summary>Two patients with the same NHS number in one import: one of them has it by mistake, so neither is served.</summary>
[Collection(ConsoleTests.Name)]
public sealed class DisputedNumberTests : IDisposable
{
    private const string Error = "another Patient of this import has the same NHS number";

    private readonly CommandHarness harness = new();

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(200)]
    [Requirement("IM-15")]
    public async Task Neither_patient_is_written_and_both_are_named(int between)
    {
        var others = Enumerable.Range(1, between).Select(number => TestPractice.Patient($"o{number}", TestPractice.NumberOf(number)));
        var folder = TestPractice.WriteTo(harness, [TestPractice.Patient("a"), .. others, TestPractice.Patient("b")]);

        var dry = await harness.RunAsync("import", folder, "--dry-run");
        var outcome = await harness.RunAsync("import", folder);

        foreach (var (output, written) in new[] { (dry.Output, "would be written"), (outcome.Output, "written") })
        {
            Assert.Contains($"line 1, column 1, Patient/a: {Error} (patients.ndjson line {between + 2}, Patient/b)", output, StringComparison.Ordinal);
            Assert.Contains($"line {between + 2}, column 1, Patient/b: {Error} (patients.ndjson line 1, Patient/a)", output, StringComparison.Ordinal);
            Assert.DoesNotContain(TestPractice.Number, output, StringComparison.Ordinal);
            Assert.Contains($"{between + 4} {written}, 0 unchanged, 2 rejected", output, StringComparison.Ordinal);
        }

        Assert.Empty(await harness.FindAsync(TestPractice.Ods, TestPractice.Number));
    }

    [Fact]
    [Requirement("IM-15")]
    public async Task The_two_patients_may_be_in_two_files_of_different_formats()
    {
        var folder = TestPractice.WriteTo(harness, TestPractice.Patient("a"));
        var resource = FhirReader.Read(System.Text.Encoding.UTF8.GetBytes(TestPractice.Patient("b").ToJsonString()), FhirFormat.Json).Resource!;
        harness.Write("practice/z.xml", System.Text.Encoding.UTF8.GetString(FhirWriter.WriteXml(resource)));

        var outcome = await harness.RunAsync("import", folder);

        Assert.Contains($"Patient/a: {Error} (z.xml, Patient/b)", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"z.xml line 1, column 39, Patient/b: {Error} (patients.ndjson line 1, Patient/a)", outcome.Output, StringComparison.Ordinal);
        Assert.Empty(await harness.FindAsync(TestPractice.Ods, TestPractice.Number));
    }

    [Fact]
    [Requirement("IM-15")]
    public async Task A_number_written_with_escapes_is_the_same_number()
    {
        var folder = TestPractice.WriteTo(harness, TestPractice.Patient("a"));
        var escaped = TestPractice.Patient("b").ToJsonString().Replace(TestPractice.Number, "\\u0039" + TestPractice.Number[1..], StringComparison.Ordinal)
            .Replace("\"system\":\"https://fhir.nhs.uk/Id/", "\"system\":\"https:\\/\\/fhir.nhs.uk\\/Id\\/", StringComparison.Ordinal);
        harness.Write("practice/z.ndjson", escaped);

        await harness.RunAsync("import", folder);

        Assert.Empty(await harness.FindAsync(TestPractice.Ods, TestPractice.Number));
    }

    [Fact]
    [Requirement("IM-16")]
    public async Task A_patient_who_was_served_is_hidden_until_a_file_settles_the_dispute()
    {
        await harness.DoAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient("a")));
        var both = TestPractice.WriteTo(harness, TestPractice.Patient("a"), TestPractice.Patient("b"));

        Assert.Equal(1, (await harness.RunAsync("import", both, "--dry-run")).Code);
        Assert.True(await IsServedAsync("a"));
        await harness.RunAsync("import", both);
        Assert.False(await IsServedAsync("a"));
        Assert.False(await IsServedAsync("b"));
        Assert.Contains("import: NHS number in doubt", harness.Audit()[^2], StringComparison.Ordinal);
        var version = (await harness.ReadAsync(TestPractice.Ods, "Patient", "a"))!.Envelope.Version;
        await harness.RunAsync("import", both);
        Assert.Equal(version, (await harness.ReadAsync(TestPractice.Ods, "Patient", "a"))!.Envelope.Version);

        await harness.DoAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient("a"), TestPractice.Patient("b", TestPractice.OtherNumber)));
        Assert.True(await IsServedAsync("a"));
        Assert.True(await IsServedAsync("b"));
    }

    [Fact]
    [Requirement("IM-16")]
    public async Task A_patient_with_another_number_in_the_store_stays_served_under_it()
    {
        await harness.DoAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient("a", TestPractice.OtherNumber)));

        await harness.RunAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient("a"), TestPractice.Patient("b")));

        Assert.True(await IsServedAsync("a"));
        Assert.Empty(await harness.FindAsync(TestPractice.Ods, TestPractice.Number));
    }

    [Fact]
    [Requirement("IM-15")]
    public async Task A_rejected_record_disputes_the_number_because_its_state_is_unknown()
    {
        var broken = TestPractice.Patient("b");
        broken["gender"] = "bogus";

        var outcome = await harness.RunAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient("a"), broken));

        Assert.Contains($"Patient/a: {Error} (patients.ndjson line 2, Patient/b)", outcome.Output, StringComparison.Ordinal);
        Assert.Empty(await harness.FindAsync(TestPractice.Ods, TestPractice.Number));
    }

    [Fact]
    [Requirement("IM-17")]
    public async Task The_same_patient_twice_and_lapsed_records_dispute_nothing()
    {
        var lapsed = TestPractice.Patient("lapsed");
        lapsed["active"] = false;
        var merged = TestPractice.Patient("merged");
        merged["link"] = JsonNode.Parse("""[{"other":{"reference":"Patient/a"},"type":"replaced-by"}]""");

        var outcome = await harness.RunAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient("a"), merged, TestPractice.Patient("a"), lapsed));

        Assert.DoesNotContain(Error, outcome.Output, StringComparison.Ordinal);
        Assert.Contains("line 3, column 1, Patient/a: an earlier record has the same id", outcome.Output, StringComparison.Ordinal);
        Assert.True(await IsServedAsync("a"));
        Assert.Equal(["a", "lapsed", "merged"], (await harness.FindAsync(TestPractice.Ods, TestPractice.Number)).Order());
    }

    [Fact]
    [Requirement("IM-17")]
    public async Task A_file_that_gives_a_held_number_to_another_patient_is_rejected_and_the_holder_is_named()
    {
        await harness.DoAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient("a")));

        var outcome = await harness.RunAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient("b")));

        Assert.Contains("Patient/b: another active Patient of the practice has the same NHS number (Patient/a)", outcome.Output, StringComparison.Ordinal);
        Assert.True(await IsServedAsync("a"));
    }

    public void Dispose() => harness.Dispose();

    private async Task<bool> IsServedAsync(string id) =>
        (await harness.ReadAsync(TestPractice.Ods, "Patient", id))?.Envelope.IsServable(TimeProvider.System.GetUtcNow()) is true;
}
