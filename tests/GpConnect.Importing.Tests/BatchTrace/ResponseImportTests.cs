using System.Text.Json.Nodes;
using GpConnect.Importing.BatchTrace;
using GpConnect.Testing;
using GpConnect.Testing.BatchTrace;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Importing.Tests.BatchTrace;

/// <summary>Imports of whole files: once, twice, as a dry run, and what callers see of them.</summary>
[Collection(ConsoleTests.Name)]
public sealed class ResponseImportTests : IAsyncLifetime
{
    private const string Mesh = BatchTraceProfile.PdsMesh;

    private BatchTraceHarness harness = null!;

    public async Task InitializeAsync() => harness = await BatchTraceHarness.NewAsync();

    public Task DisposeAsync()
    {
        harness.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [Case("BT-20", "01", 1, 200)]
    [Case("BT-20", "05", 0, 404)]
    [Case("BT-20", "04", 0, 404)]
    [Case("BT-20", "sensitive", 0, 404)]
    public async Task Callers_see_the_result_of_a_trace(string id, string found, int entries, int status)
    {
        Assert.NotEmpty(id);
        var reference = (await harness.RequestAsync("--all"))["1"];
        var row = await harness.RowAsync("1", reference);
        await harness.ImportAsync(Mesh, new ResponseFile(Mesh).Write(found switch
        {
            "05" => row with { Code = "90" },
            "04" => row with { Code = "98" },
            "sensitive" => row with { Code = "92" },
            _ => row,
        }));

        // PDS holds no patient of the practice, so that a search verifies nothing by itself.
        await using var provider = await RunningProvider.StartAsync(options => options.DataFolder = harness.Harness.Data);
        provider.Execute("DELETE FROM pds");
        (await provider.SendAsync(ApiRequest.SearchPatient(SampleData.Patient1))).Finds(entries);
        var read = await provider.SendAsync(ApiRequest.Read("Patient", "1"));
        Assert.Equal(status, read.Status);
    }

    [Fact]
    [Requirement("BT-20")]
    public async Task A_search_without_PDS_finds_a_patient_whom_a_trace_verified()
    {
        var search = ApiRequest.SearchPatient(SampleData.NhsNumbers[BatchTraceHarness.Subject]);
        await using (var before = await RunningProvider.StartAsync(options => options.DataFolder = harness.Harness.Data))
        {
            before.Execute("DELETE FROM pds");
            (await before.SendAsync(search)).Finds(0);
        }

        await ImportAsync(BatchTraceHarness.Subject);

        await using var after = await RunningProvider.StartAsync(options => options.DataFolder = harness.Harness.Data);
        Assert.Equal("2", (string?)Assert.Single((await after.SendAsync(search)).Finds(1))["meta"]!["versionId"]);
    }

    [Fact]
    [Requirement("BT-21")]
    public async Task Each_change_is_a_version_with_provenance_and_an_audit_entry_and_the_file_has_two_entries()
    {
        var reference = await ImportAsync(BatchTraceHarness.Subject);

        var envelope = (await harness.ReadAsync(BatchTraceHarness.Subject)).Envelope;
        Assert.Equal((2, "import dbs", Environment.UserName), (envelope.Version, envelope.Provenance[^1].Activity, envelope.Provenance[^1].UserName));
        Assert.Equal(BatchTraceReferences.TimeOf(reference), envelope.Verified!.At);
        var change = Assert.Single(harness.Changes());
        Assert.Equal([$"Patient/{BatchTraceHarness.Subject}"], change["resources"]!.AsArray().Select(resource => (string?)resource));
        Assert.Equal((reference, "verified"), ((string?)change["details"]!["reference"], (string?)change["details"]!["finding"]));
        var runs = harness.Harness.Audit().Select(entry => JsonNode.Parse(entry)!).Where(entry => (string?)entry["command"] == "import dbs").ToList();
        Assert.Equal(["started", "done"], runs.Select(run => (string?)run["outcome"]));
        Assert.Equal("1 row, 1 record changed, 0 to look at", (string?)runs[^1]["details"]!["counts"]);
        Assert.Equal(64, ((string?)runs[^1]["details"]!["sha256"])!.Length);
    }

    [Fact]
    [Requirement("BT-22")]
    public async Task A_file_is_imported_only_once_and_the_same_rows_in_another_file_change_nothing()
    {
        var row = await harness.RowAsync(BatchTraceHarness.Subject, (await harness.RequestAsync())[BatchTraceHarness.Subject]);
        var content = new ResponseFile(Mesh).Write(row);
        await harness.ImportAsync(Mesh, content);

        var again = await harness.ImportAsync(Mesh, content);
        Assert.Equal((1, "The file is refused: it was imported before."), (again.Code, again.Error.Trim()));

        var same = await harness.ImportAsync(Mesh, content + "\r\n");
        Assert.Equal(0, same.Code);
        Assert.Contains("1 row, 0 records changed", same.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await harness.ReadAsync(BatchTraceHarness.Subject)).Envelope.Version);
    }

    [Theory]
    [Case("BT-22", "91")]
    [Case("BT-22", "92")]
    [Case("BT-22", "98")]
    public async Task A_result_that_the_record_already_holds_is_not_written_again(string id, string code)
    {
        Assert.NotEmpty(id);
        var row = await harness.RowAsync(BatchTraceHarness.Subject, (await harness.RequestAsync())[BatchTraceHarness.Subject]) with { Code = code };
        await harness.ImportAsync(Mesh, new ResponseFile(Mesh).Write(row));
        await harness.ImportAsync(Mesh, (new ResponseFile(Mesh) with { NewLine = "\n" }).Write(row));

        Assert.Equal(2, (await harness.ReadAsync(BatchTraceHarness.Subject)).Envelope.Version);
        Assert.Single(harness.Changes());
    }

    [Fact]
    [Requirement("BT-23")]
    public async Task Unknown_and_repeated_references_are_reported_and_the_rest_is_imported()
    {
        var references = await harness.RequestAsync();
        var valid = await harness.RowAsync(BatchTraceHarness.Subject, references[BatchTraceHarness.Subject]);
        var twice = await harness.RowAsync("unverified-agrees-partly", references["unverified-agrees-partly"]);
        var content = (new ResponseFile(Mesh) with { NewLine = "\n" }).Write(valid, twice, valid with { Reference = valid.Number }, twice with { Code = "98" });

        var outcome = await harness.ImportAsync(Mesh, content);

        Assert.Equal((1, "01"), (outcome.Code, await harness.StateAsync(BatchTraceHarness.Subject)));
        Assert.Equal(1, (await harness.ReadAsync("unverified-agrees-partly")).Envelope.Version);
        string[] lines =
        [
            $"look at: {twice.Reference} Patient/unverified-agrees-partly: the reference occurs more than once",
            "look at: line 7: the reference is unknown",
            $"look at: {twice.Reference} Patient/unverified-agrees-partly: the reference occurs more than once",
            "1 the reference is unknown",
            "2 the reference occurs more than once",
            "1 verified",
            "4 rows, 1 record changed, 3 to look at.",
        ];
        Assert.Equal(lines, outcome.Output.TrimEnd().Split('\n'));
    }

    [Fact]
    [Requirement("BT-24")]
    public async Task A_dry_run_reports_the_same_and_changes_nothing()
    {
        var references = await harness.RequestAsync();
        var content = new ResponseFile(Mesh).Write(
            await harness.RowAsync(BatchTraceHarness.Subject, references[BatchTraceHarness.Subject]),
            await harness.RowAsync("unverified-disagrees", references["unverified-disagrees"]) with { Code = "90" },
            await harness.RowAsync("unverified-sensitive", references["unverified-sensitive"]) with { Code = "92" });
        var before = harness.Harness.Audit().Count;

        var dry = await harness.ImportAsync(Mesh, content, "--dry-run");
        Assert.Equal(("02", before), (await harness.StateAsync(BatchTraceHarness.Subject), harness.Harness.Audit().Count));
        var real = await harness.ImportAsync(Mesh, content);

        Assert.Equal(real.Code, dry.Code);
        var hidden = real.Output.Split('\n').Single(line => line.Contains("hidden as sensitive", StringComparison.Ordinal)) + "\n";
        Assert.Equal(real.Output.Replace(hidden, "", StringComparison.Ordinal), dry.Output.Replace("Dry run, nothing was written: ", "", StringComparison.Ordinal).Replace("would be changed", "changed", StringComparison.Ordinal));
        Assert.Equal("01", await harness.StateAsync(BatchTraceHarness.Subject));
    }

    [Theory]
    [Case("BT-25", "98", "01")]
    [Case("BT-25", "15", "01")]
    [Case("BT-25", "90", "05")]
    public async Task A_trace_without_a_match_does_not_undo_a_verification_made_after_its_request(string id, string code, string expected)
    {
        Assert.NotEmpty(id);
        var row = await harness.RowAsync(BatchTraceHarness.Subject, harness.Reference(BatchTraceHarness.Subject, 2)) with { Code = code };
        await using (var provider = await RunningProvider.StartAsync(options => options.DataFolder = harness.Harness.Data))
        {
            (await provider.SendAsync(ApiRequest.SearchPatient(row.Number))).Finds(1);
        }

        await harness.ImportAsync(Mesh, new ResponseFile(Mesh).Write(row));

        Assert.Equal(expected, await harness.StateAsync(BatchTraceHarness.Subject));
    }

    [Fact]
    [Requirement("BT-25")]
    public async Task A_later_trace_without_a_match_undoes_an_earlier_verification()
    {
        await Task.Delay(1100);
        var row = await harness.RowAsync("1", (await harness.RequestAsync("--all"))["1"]) with { Code = "98" };
        Assert.Equal("01", await harness.StateAsync("1"));

        await harness.ImportAsync(Mesh, new ResponseFile(Mesh).Write(row));

        Assert.Equal("04", await harness.StateAsync("1"));
    }

    [Fact]
    [Requirement("BT-26")]
    public async Task The_mark_of_a_sensitive_record_survives_a_changed_file_until_the_operator_removes_it()
    {
        var content = TestPractice.Patient();
        await harness.Harness.DoAsync("import", TestPractice.WriteTo(harness.Harness, content));
        await MarkAsync("92");

        content["gender"] = "other";
        await harness.Harness.DoAsync("import", TestPractice.WriteTo(harness.Harness, content));
        Assert.True((await harness.Harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!.Envelope.Sensitive);

        await harness.Harness.DoAsync("patient", "mark-sensitive", "p", "--practice", TestPractice.Ods, "--reason", "asked", "--off");
        content["gender"] = "female";
        await harness.Harness.DoAsync("import", TestPractice.WriteTo(harness.Harness, content));
        Assert.False((await harness.Harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!.Envelope.Sensitive);
    }

    private async Task MarkAsync(string code)
    {
        var folder = Directory.CreateDirectory(Path.Combine(harness.Harness.Files, "requests")).FullName;
        await harness.Harness.DoAsync("export", "dbs", folder, "--practice", TestPractice.Ods, "--profile", Mesh, "--all");
        var reference = (await File.ReadAllLinesAsync(Directory.GetFiles(folder)[0]))[1].Split(',')[0];
        var file = harness.Harness.Write("response.csv", new ResponseFile(Mesh).Write(new ResponseRow(reference, TestPractice.Number) { Code = code }));
        Assert.Equal(1, (await harness.Harness.RunAsync("import", "dbs", file, "--practice", TestPractice.Ods, "--profile", Mesh)).Code);
    }

    private async Task<string> ImportAsync(string patient)
    {
        var row = await harness.RowAsync(patient, (await harness.RequestAsync())[patient]);
        Assert.Equal(0, (await harness.ImportAsync(Mesh, new ResponseFile(Mesh).Write(row))).Code);
        return row.Reference;
    }
}
