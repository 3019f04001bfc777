using System.Text.Json.Nodes;
using GpConnect.Foundations.Records;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Importing;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Importing.Tests.Records;

[Collection(ConsoleTests.Name)]
public sealed class RepeatedImportTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Fact]
    public async Task Changed_content_becomes_the_next_version()
    {
        await ImportAsync(TestPractice.Patient());
        Assert.Contains("0 written", await ImportAsync(TestPractice.Patient()), StringComparison.Ordinal);

        var changed = TestPractice.Patient();
        changed["birthDate"] = "1961-03-05";
        Assert.Contains("5 read, 1 written, 4 unchanged", await ImportAsync(changed), StringComparison.Ordinal);

        var record = await harness.ReadAsync(TestPractice.Ods, "Patient", "p");
        Assert.Equal(2, record!.Envelope.Version);
        Assert.Contains("\"versionId\":\"2\"", System.Text.Encoding.UTF8.GetString(record.Body.Span), StringComparison.Ordinal);
        Assert.Equal(2, record.Envelope.Provenance.Count);
    }

    [Fact]
    public async Task A_changed_NHS_number_leaves_no_identifier_entry_behind()
    {
        await ImportAsync(TestPractice.Patient());
        await ImportAsync(TestPractice.Patient("p", TestPractice.OtherNumber));

        Assert.Empty(await harness.FindAsync(TestPractice.Ods, TestPractice.Number));
        Assert.Equal(["p"], await harness.FindAsync(TestPractice.Ods, TestPractice.OtherNumber));
    }

    [Fact]
    public async Task Importing_the_same_content_keeps_later_changes_to_the_record()
    {
        await ImportAsync(TestPractice.Patient());
        await harness.DoAsync("patient", "mark-sensitive", "p", "--practice", TestPractice.Ods, "--reason", "asked");

        Assert.Contains("0 written", await ImportAsync(TestPractice.Patient()), StringComparison.Ordinal);
        Assert.True((await harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!.Envelope.Sensitive);
    }

    [Fact]
    public async Task An_operators_mark_survives_changed_content()
    {
        await ImportAsync(TestPractice.Patient());
        await harness.DoAsync("patient", "mark-sensitive", "p", "--practice", TestPractice.Ods, "--reason", "asked");
        var changed = TestPractice.Patient();
        changed["gender"] = "other";
        await ImportAsync(changed);

        var envelope = (await harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!.Envelope;
        Assert.True(envelope.Sensitive);
        Assert.Equal(3, envelope.Version);
    }

    [Fact]
    public async Task A_mark_that_a_file_set_is_cleared_by_a_file()
    {
        var sensitive = TestPractice.Patient();
        sensitive["meta"] = JsonNode.Parse("""{"security":[{"system":"http://hl7.org/fhir/v3/Confidentiality","code":"R"}]}""");
        await ImportAsync(sensitive);
        Assert.True((await harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!.Envelope.Sensitive);

        await ImportAsync(TestPractice.Patient());
        Assert.False((await harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!.Envelope.Sensitive);
    }

    [Fact]
    public async Task A_file_does_not_end_an_active_registration_that_a_consumer_made()
    {
        var lapsed = TestPractice.Patient();
        lapsed["active"] = false;
        await ImportAsync(lapsed);
        await ReactivateAsync();

        lapsed["gender"] = "other";
        var outcome = await harness.RunAsync("import", TestPractice.WriteTo(harness, lapsed));

        Assert.Contains("Patient/p: it would end a registration that a consumer made", outcome.Output, StringComparison.Ordinal);
        Assert.True((await harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!.Envelope.Active);
    }

    /// <param name="before">Lines before the pair: with 31, the first line of the pair is the last of the lines parsed together.</param>
    [Theory]
    [InlineData(0, true)]
    [InlineData(31, true)]
    [InlineData(0, false)]
    [InlineData(31, false)]
    public async Task A_number_that_one_line_frees_is_free_for_another_in_an_import_and_in_its_dry_run(int before, bool isFreedFirst)
    {
        await ImportAsync(TestPractice.Patient("left"));
        var left = TestPractice.Patient("left");
        left["active"] = false;
        var others = Enumerable.Range(0, before).Select(index => Inactive($"other{index}"));
        JsonObject[] pair = isFreedFirst ? [left, TestPractice.Patient("came")] : [TestPractice.Patient("came"), left];
        var folder = TestPractice.WriteTo(harness, [.. others, .. pair]);

        var dry = await harness.RunAsync("import", folder, "--dry-run");
        var real = await harness.RunAsync("import", folder);

        Assert.Contains($"{before + 2} would be written, 4 unchanged, 0 rejected", dry.Output, StringComparison.Ordinal);
        Assert.Contains($"{before + 2} written, 4 unchanged, 0 rejected", real.Output, StringComparison.Ordinal);
        Assert.True((await harness.ReadAsync(TestPractice.Ods, "Patient", "came"))!.Envelope.Active);
    }

    [Fact]
    public async Task Lapsed_and_merged_records_may_share_the_number_of_an_active_one()
    {
        var merged = TestPractice.Patient("merged");
        merged["link"] = JsonNode.Parse("""[{"other":{"reference":"Patient/active"},"type":"replaced-by"}]""");
        var ended = TestPractice.Patient("ended");
        ended["extension"]![0]!["extension"]!.AsArray().Add(JsonNode.Parse("""{"url":"registrationPeriod","valuePeriod":{"end":"2020"}}"""));

        await ImportAsync(merged, Inactive("inactive", TestPractice.Number), ended, TestPractice.Patient("active"));

        var ids = await harness.FindAsync(TestPractice.Ods, TestPractice.Number);
        Assert.Equal(["active", "ended", "inactive", "merged"], ids.Order());
    }

    [Fact]
    public async Task The_same_id_twice_is_rejected_instead_of_changing_with_every_import()
    {
        var outcome = await harness.RunAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient(), TestPractice.Patient("p", TestPractice.OtherNumber)));

        Assert.Contains("line 2, column 1, Patient/p: an earlier record has the same id", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_refers_to_a_rejected_one_is_rejected_too()
    {
        var branch = TestPractice.Location("branch");
        branch["partOf"] = JsonNode.Parse("""{"reference":"Location/bad"}""");
        var bad = TestPractice.Location("bad");
        bad.Remove("address");
        var outer = TestPractice.Location("outer");
        outer["partOf"] = JsonNode.Parse("""{"reference":"Location/branch"}""");
        TestPractice.WriteTo(harness);
        var file = harness.Write("practice/more.json", TestPractice.Bundle(branch, bad, outer).ToJsonString());

        var outcome = await harness.RunAsync("import", Path.GetDirectoryName(file)!);

        Assert.Matches(@"more.json entry 1, line 1, column [0-9]+, Location/branch: Location.partOf refers to no record of the practice", outcome.Output);
        Assert.Matches(@"more.json entry 3, line 1, column [0-9]+, Location/outer: Location.partOf refers to no record of the practice", outcome.Output);
        Assert.Matches(@"more.json entry 2, line 1, column [0-9]+, Location/bad: Location.address is missing", outcome.Output);
    }

    [Fact]
    public async Task A_practice_has_only_one_Organization_of_its_own()
    {
        TestPractice.WriteTo(harness);
        var file = harness.Write("practice/z.json", TestPractice.Organization("second").ToJsonString());

        var outcome = await harness.RunAsync("import", Path.GetDirectoryName(file)!);

        Assert.Contains("Organization/second: another Organization has the same ODS code", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_collides_with_another_change_is_retried()
    {
        await using var services = harness.Services();
        var store = new Interrupting(services.GetRequiredService<IResourceStore>());
        var writer = new GpConnect.Importing.Records.RecordWriter(store, services.GetRequiredService<IdentifierHashes>(), TestPractice.Ods, TimeProvider.System);
        var patient = Fhir.FhirReader.Read(System.Text.Encoding.UTF8.GetBytes(TestPractice.Patient().ToJsonString()), Fhir.FhirFormat.Json).Resource!;
        Assert.True(Foundations.Resources.ResourceRules.Validate(patient, DateTimeOffset.UnixEpoch).Try(out var resource, out _));

        var result = Assert.Single(await await writer.StartAsync([writer.Prepare(resource)], default));

        Assert.Null(result.Error);
        Assert.Equal(3, store.Commits);
    }

    public void Dispose() => harness.Dispose();

    /// <summary>Changes the lapsed record as a registration would.</summary>
    private async Task ReactivateAsync()
    {
        var record = (await harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!;
        var registration = new Provenance { At = DateTimeOffset.UnixEpoch, Activity = "registration", ConsumerAsid = "200000000359" };
        var envelope = record.Envelope with { Active = true, Version = 2, Provenance = [.. record.Envelope.Provenance, registration] };
        await using var services = harness.Services();
        var change = new StoreChange(TestPractice.Ods, [record with { Envelope = envelope }], [], null);
        Assert.Equal(CommitResult.Committed, await services.GetRequiredService<IResourceStore>().CommitAsync(change, default));
    }

    private static JsonObject Inactive(string id, string number = TestPractice.OtherNumber)
    {
        var patient = TestPractice.Patient(id, number);
        patient["active"] = false;
        return patient;
    }

    private Task<string> ImportAsync(params JsonObject[] patients) => harness.DoAsync("import", TestPractice.WriteTo(harness, patients));

    /// <summary>Returns a conflict for the first two commits.</summary>
    private sealed class Interrupting(IResourceStore store) : IResourceStore
    {
        public int Commits { get; private set; }

        public ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken cancellation) => store.ReadAsync(key, cancellation);

        public ValueTask<IdentifierEntry> FindAsync(string practice, string resourceType, string token, CancellationToken cancellation) =>
            store.FindAsync(practice, resourceType, token, cancellation);

        public ValueTask<CommitResult> CommitAsync(StoreChange change, CancellationToken cancellation) =>
            ++Commits < 3 ? ValueTask.FromResult(CommitResult.Conflict) : store.CommitAsync(change, cancellation);
    }
}
