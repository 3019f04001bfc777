using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GpConnect.Importing.BatchTrace;
using GpConnect.Testing;
using GpConnect.Testing.BatchTrace;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Importing.Tests.BatchTrace;

/// <summary>A response cannot hide a whole practice by mistake, and patients who stay hidden are listed.</summary>
[Collection(ConsoleTests.Name)]
public sealed partial class HiddenPatientTests : IDisposable
{
    private readonly CommandHarness harness = new();

    public void Dispose() => harness.Dispose();

    [Theory]
    [Case("BT-34", 60, 21, false)]
    [Case("BT-34", 60, 20, true)]
    [Case("BT-34", 419, 21, false)]
    [Case("BT-34", 420, 21, true)]
    public async Task A_response_that_would_hide_an_implausible_share_of_patients_is_refused(string id, int people, int sensitive, bool isPlausible)
    {
        Assert.NotEmpty(id);
        var rows = await RowsAsync(people);
        var before = harness.Audit().Count;

        var outcome = await ImportAsync(Flagged(rows, sensitive));

        Assert.Equal(isPlausible ? $"{sensitive} hidden" : "", Counted().Match(outcome.Output).Value);
        Assert.Equal(isPlausible ? "" : $"The file is refused: it would hide {sensitive} of {people} people as sensitive; check SENSITIVITY_FLAG, and pass --allow-implausible if it is right.\n", outcome.Error);
        Assert.Equal(isPlausible, harness.Audit().Count > before);
    }

    [Fact]
    [Requirement("BT-34")]
    public async Task A_dry_run_refuses_an_implausible_response_too_and_an_operator_can_override_it()
    {
        var rows = Flagged(await RowsAsync(25), 21);
        Assert.Equal(1, (await ImportAsync(rows, "--dry-run")).Code);

        var outcome = await ImportAsync(rows, "--allow-implausible");

        Assert.Contains("21 hidden as sensitive; 'patient unmark-traced --practice ", outcome.Output, StringComparison.Ordinal);
        Assert.Equal((21, 4), (await CountAsync("hidden"), await CountAsync("served")));
    }

    [Theory]
    [Case("BT-34", "91", 21, false)]
    [Case("BT-34", "98", 21, false)]
    [Case("BT-34", "another number", 21, false)]
    [Case("BT-34", "91", 20, true)]
    [Case("BT-34", "15", 21, true)]
    public async Task A_response_that_would_make_an_implausible_share_unverified_is_refused(string id, string code, int people, bool isPlausible)
    {
        Assert.NotEmpty(id);
        await ImportAsync(await RowsAsync(30));
        await Task.Delay(1100);
        var rows = (await RequestAsync("--all")).Select((row, index) => (index < people, code) switch
        {
            (false, _) => row,
            (_, "another number") => row with { Matched = Person.New().NhsNumber },
            _ => row with { Code = code },
        });

        var outcome = await ImportAsync([.. rows]);

        var refused = $"The file is refused: {people} of 30 people would no longer be verified; check the codes and numbers, and pass --allow-implausible if they are right.\n";
        Assert.Equal(isPlausible ? "" : refused, outcome.Error);
        Assert.Equal(isPlausible && code != "15" ? 30 - people : 30, await CountAsync("verified"));
    }

    [Fact]
    [Requirement("BT-34")]
    public async Task A_response_may_leave_all_previously_unverified_patients_unverified()
    {
        var rows = await RowsAsync(25);

        var outcome = await ImportAsync([.. rows.Select(row => row with { Code = "98" })]);

        Assert.EndsWith("25 rows, 25 records changed, 0 to look at.\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("BT-35")]
    public async Task A_later_import_lists_who_stays_hidden_with_the_reason_and_the_named_command_undoes_it()
    {
        var rows = await RowsAsync(6);
        await harness.DoAsync("patient", "mark-sensitive", "p4", "--practice", TestPractice.Ods, "--reason", "asked");
        await harness.DoAsync("patient", "deactivate", "p5", "--practice", TestPractice.Ods, "--reason", "left");
        var hiding = await ImportAsync(Flagged(rows, 3));
        var undo = Regex.Match(hiding.Output, "'patient (unmark-traced --practice [A-Z0-9]+ --import ([0-9A-F]{12}))' takes that back").Groups;
        var why = $"marked sensitive by the import {undo[2].Value} of {TimeProvider.System.GetUtcNow():yyyy-MM-dd}";

        var later = await ImportAsync([rows[0] with { Sensitivity = "N" }, rows[3] with { Sensitivity = "N" }, rows[4] with { Sensitivity = "N" }, rows[5]]);

        Assert.Equal(1, later.Code);
        string[] lines =
        [
            $"look at: {rows[0].Reference} Patient/p0: verified, but stays hidden: {why}",
            $"look at: {rows[4].Reference} Patient/p4: verified, but stays hidden: marked sensitive by the practice",
            $"look at: {rows[5].Reference} Patient/p5: verified, but stays hidden: inactive",
            $"stays hidden: Patient/p1: {why}",
            $"stays hidden: Patient/p2: {why}",
        ];
        Assert.Equal(lines.Order(), later.Output.Split('\n').Where(line => line.Contains("stays hidden: ", StringComparison.Ordinal) && !char.IsAsciiDigit(line[0])).Order());
        Assert.EndsWith("3 marks removed, 0 left in place.\n", await harness.DoAsync(["patient", .. undo[1].Value.Split(' '), "--reason", "read wrongly"]), StringComparison.Ordinal);
        Assert.Equal((1, 2), (await CountAsync("hidden"), await CountAsync("served")));
    }

    [Fact]
    [Requirement("BT-34")]
    public async Task A_flag_that_says_that_the_record_is_not_sensitive_hides_no_patient()
    {
        var rows = await RowsAsync(57);

        var outcome = await ImportAsync([.. rows.Select(row => row with { Sensitivity = "N" })]);

        Assert.Equal((0, "57 verified\n57 rows, 57 records changed, 0 to look at.\n"), (outcome.Code, outcome.Output));
        Assert.Equal(57, await CountAsync("served"));
    }

    private static ResponseRow[] Flagged(ResponseRow[] rows, int sensitive) =>
        [.. rows.Select((row, index) => row with { Sensitivity = index < sensitive ? "S" : "N" })];

    /// <summary>Imports as many unverified patients, p0 and on, and returns a successful cross check for each.</summary>
    private async Task<ResponseRow[]> RowsAsync(int people)
    {
        var patients = Enumerable.Range(0, people).Select(index => Unverified($"p{index}")).ToList();
        await harness.DoAsync("import", TestPractice.WriteTo(harness, patients));
        return await RequestAsync();
    }

    /// <summary>Exports a request and returns a successful cross check for each patient in it.</summary>
    private async Task<ResponseRow[]> RequestAsync(params string[] more)
    {
        var folder = Directory.CreateDirectory(Path.Combine(harness.Files, Guid.NewGuid().ToString("N"))).FullName;
        await harness.DoAsync(["export", "dbs", folder, "--practice", TestPractice.Ods, "--profile", BatchTraceProfile.PdsMesh, .. more]);
        var requested = File.ReadLines(Assert.Single(Directory.GetFiles(folder))).Skip(1).Select(line => line.Split(','));
        return [.. requested.Select(fields => new ResponseRow(fields[0], fields[1]) { BirthDate = fields[6] })];
    }

    private Task<Outcome> ImportAsync(ResponseRow[] rows, params string[] more)
    {
        var file = harness.Write("response.csv", new ResponseFile(BatchTraceProfile.PdsMesh).Write(rows));
        return harness.RunAsync(["import", "dbs", file, "--practice", TestPractice.Ods, "--profile", BatchTraceProfile.PdsMesh, .. more]);
    }

    private async Task<int> CountAsync(string state)
    {
        var count = 0;
        for (var index = 0; await harness.ReadAsync(TestPractice.Ods, "Patient", $"p{index}") is { Envelope: var held }; index++)
        {
            count += state switch
            {
                "hidden" => held.Sensitive,
                "verified" => held.Verified is not null,
                _ => held.IsServable(TimeProvider.System.GetUtcNow()),
            } ? 1 : 0;
        }

        return count;
    }

    private static JsonObject Unverified(string id) => TestPractice.Object(TestPractice.Patient(id, Person.New().NhsNumber).ToJsonString()
        .Replace("\"code\":\"01\"", "\"code\":\"02\"", StringComparison.Ordinal));

    [GeneratedRegex("[0-9]+ hidden")]
    private static partial Regex Counted();
}
