using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GpConnect.Foundations.Records;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Importing.Tests.Records;

/// <summary>A mark that an operator sets survives an import and can be undone; after that the files decide again.</summary>
[Collection(ConsoleTests.Name)]
public sealed partial class OperatorOverrideTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Theory]
    [Case("CMD-10", "patient deactivate", "patient reactivate", "active")]
    [Case("CMD-10", "patient mark-sensitive", "patient mark-sensitive --off", "sensitive")]
    [Case("CMD-10", "patient mark-deceased --date 2020-02", "patient mark-deceased --off", "deceased")]
    [Case("CMD-10", "patient merge --into q", "patient unmerge", "merged")]
    public async Task A_mark_survives_changed_content_until_it_is_undone(string id, string mark, string undo, string state)
    {
        Assert.NotEmpty(id);
        await ImportAsync(Patient("other"));
        var before = await StateAsync(state);

        await DoAsync(mark);
        await ImportAsync(Patient("unknown"));
        Assert.NotEqual(before, await StateAsync(state));

        var records = harness.Audit().Count;
        await DoAsync(undo);
        Assert.Equal(before, await StateAsync(state));
        Assert.NotNull((await ReadAsync()).Withheld);
        var entry = JsonNode.Parse(Assert.Single(harness.Audit().Skip(records)))!;
        Assert.Equal((undo.Replace(" --off", "", StringComparison.Ordinal), "Patient/p"), ((string?)entry["command"], (string?)entry["resources"]![0]));
        await ImportAsync(Patient("female"));
        Assert.Equal(before, await StateAsync(state));
        Assert.True((await ReadAsync()).IsServable(TimeProvider.System.GetUtcNow()));
    }

    /// <summary>A patient must not be served while no one can tell what the last file stated.</summary>
    [Theory]
    [Case("CMD-11", "patient deactivate", "patient reactivate", "active")]
    [Case("CMD-11", "patient mark-sensitive", "patient mark-sensitive --off", "sensitive")]
    [Case("CMD-11", "patient mark-deceased --date 2020-02", "patient mark-deceased --off", "deceased")]
    [Case("CMD-11", "patient merge --into q", "patient unmerge", "merged")]
    public async Task A_patient_is_not_served_after_an_undo_until_the_practice_is_imported_again(string id, string mark, string undo, string state)
    {
        Assert.NotEmpty(id);
        await ImportAsync(Patient("other"));
        await DoAsync(mark);
        await ImportAsync(Patient("other", state));

        var outcome = await RunAsync(undo);

        Assert.Contains("It is not served until the practice's file is imported again", outcome.Output, StringComparison.Ordinal);
        Assert.False((await ReadAsync()).IsServable(TimeProvider.System.GetUtcNow()));
        await ImportAsync(Patient("other"));
        Assert.True((await ReadAsync()).IsServable(TimeProvider.System.GetUtcNow()));
    }

    [Theory]
    [Case("CMD-11", "sensitive", "patient mark-sensitive")]
    [Case("CMD-11", "active", "patient deactivate")]
    public async Task A_state_that_a_file_set_cannot_be_marked_and_the_refusal_says_so(string id, string state, string mark)
    {
        Assert.NotEmpty(id);
        await ImportAsync(Patient("other", state));

        var outcome = await RunAsync(mark);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("because the practice's file says so. No mark was set", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>Once a mark is undone, files set and clear the state as if the record had never been marked.</summary>
    [Theory]
    [Case("CMD-11", "patient deactivate", "patient reactivate", "active")]
    [Case("CMD-11", "patient mark-sensitive", "patient mark-sensitive --off", "sensitive")]
    [Case("CMD-11", "patient mark-deceased --date 2020-02", "patient mark-deceased --off", "deceased")]
    [Case("CMD-11", "patient merge --into q", "patient unmerge", "merged")]
    public async Task After_a_mark_is_undone_the_files_decide_again(string id, string mark, string undo, string state)
    {
        Assert.NotEmpty(id);
        await ImportAsync(Patient("other"));
        var before = await StateAsync(state);
        await DoAsync(mark);
        await DoAsync(undo);

        await ImportAsync(Patient("other", state));
        Assert.NotEqual(before, await StateAsync(state));
        await ImportAsync(Patient("other"));
        Assert.Equal(before, await StateAsync(state));
    }

    /// <summary>The file has not changed, but its state was ignored while the mark was set.</summary>
    [Theory]
    [Case("CMD-11", "patient deactivate", "patient reactivate", "active")]
    [Case("CMD-11", "patient mark-sensitive", "patient mark-sensitive --off", "sensitive")]
    [Case("CMD-11", "patient mark-deceased --date 2020-02", "patient mark-deceased --off", "deceased")]
    [Case("CMD-11", "patient merge --into q", "patient unmerge", "merged")]
    public async Task After_a_mark_is_undone_the_last_file_decides_when_it_is_imported_again(string id, string mark, string undo, string state)
    {
        Assert.NotEmpty(id);
        await ImportAsync(Patient("other"));
        var before = await StateAsync(state);
        await DoAsync(mark);
        await ImportAsync(Patient("other", state));
        await DoAsync(undo);
        Assert.Equal(before, await StateAsync(state));

        await ImportAsync(Patient("other", state));

        Assert.NotEqual(before, await StateAsync(state));
    }

    [Theory]
    [Case("CMD-12", "active", "patient reactivate", "made inactive by an import")]
    [Case("CMD-12", "merged", "patient unmerge", "merged by an import")]
    [Case("CMD-12", "sensitive", "patient mark-sensitive --off", "marked sensitive by an import")]
    [Case("CMD-12", "deceased", "patient mark-deceased --off", "marked deceased by an import")]
    [Case("CMD-12", "none", "patient reactivate", "is not deactivated")]
    [Case("CMD-12", "none", "patient unmerge", "is not merged")]
    [Case("CMD-12", "none", "patient mark-sensitive --off", "is not marked sensitive")]
    [Case("CMD-12", "none", "patient mark-deceased --off", "is not marked deceased")]
    public async Task A_state_that_no_operator_set_cannot_be_undone(string id, string state, string undo, string reason)
    {
        Assert.NotEmpty(id);
        await ImportAsync(Patient("other", state));

        var outcome = await RunAsync(undo);

        Assert.Equal(1, outcome.Code);
        Assert.Contains(reason, Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Equal(1, (await ReadAsync()).Version);
    }

    [Theory]
    [Case("CMD-13", "patient deactivate", "patient reactivate")]
    [Case("CMD-13", "patient merge --into q", "patient unmerge")]
    public async Task Undoing_a_mark_does_not_make_a_second_active_record_with_the_same_number(string id, string mark, string undo)
    {
        Assert.NotEmpty(id);
        await ImportAsync(Patient("other"));
        await DoAsync(mark);
        await ImportAsync(TestPractice.Patient("came"));

        var outcome = await RunAsync(undo);

        Assert.Equal((1, "Patient came is active with the same NHS number; only one of the two can be.\n"), (outcome.Code, outcome.Error));
        Assert.False((await ReadAsync()).IsActive(TimeProvider.System.GetUtcNow()));
    }

    [Fact]
    [Requirement("CMD-10")]
    public void The_pages_say_what_an_import_keeps_and_how_to_undo_it()
    {
        var page = File.ReadAllText(Repository.File("docs/data.md"));

        var rows = Row().Matches(page).Select(match => (match.Groups[1].Value, match.Groups[2].Value));

        Assert.Equal(
            [
                ("patient deactivate", "patient reactivate"),
                ("patient mark-sensitive", "patient mark-sensitive --off"),
                ("patient mark-deceased", "patient mark-deceased --off"),
                ("patient merge", "patient unmerge"),
                ("import dbs", "patient unmark-traced"),
            ],
            rows);
        Assert.Contains("### What an import keeps", page, StringComparison.Ordinal);
        Assert.Contains("../docs/data.md#what-an-import-keeps", File.ReadAllText(Repository.File("samples/README.md")), StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    /// <param name="gender">A different value makes the content differ.</param>
    /// <param name="state">The state that the file gives the patient.</param>
    private static JsonObject Patient(string gender, string state = "none")
    {
        var patient = TestPractice.Patient();
        patient["gender"] = gender;
        switch (state)
        {
            case "active":
                patient["active"] = false;
                break;
            case "sensitive":
                patient["meta"] = JsonNode.Parse("""{"security":[{"system":"http://hl7.org/fhir/v3/Confidentiality","code":"R"}]}""");
                break;
            case "deceased":
                patient["deceasedDateTime"] = "2019";
                break;
            case "merged":
                patient["link"] = JsonNode.Parse("""[{"type":"replaced-by","other":{"reference":"Patient/q"}}]""");
                break;
            default:
                break;
        }

        return patient;
    }

    private async Task ImportAsync(JsonObject patient) =>
        await harness.DoAsync("import", TestPractice.WriteTo(harness, patient, TestPractice.Patient("q", TestPractice.OtherNumber)));

    private Task<Outcome> RunAsync(string line)
    {
        var words = line.Split(' ');
        return harness.RunAsync([.. words[..2], "p", .. words[2..], "--practice", TestPractice.Ods, "--reason", "x"]);
    }

    private async Task DoAsync(string line)
    {
        var outcome = await RunAsync(line);
        Assert.True(outcome.Code == 0, outcome.Error);
    }

    private async Task<Envelope> ReadAsync() => (await harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!.Envelope;

    private async Task<string?> StateAsync(string state)
    {
        var envelope = await ReadAsync();
        return state switch
        {
            "active" => $"{envelope.Active}",
            "sensitive" => $"{envelope.Sensitive}",
            "deceased" => envelope.Deceased,
            _ => envelope.SupersededBy,
        };
    }

    [GeneratedRegex(@"^\| `(patient [a-z-]+|import dbs)[^`]*`[^|]*\|[^|]*\|[^|]*`(patient [^`]+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
