using System.Text;
using System.Text.Json.Nodes;
using GpConnect.Cli.Commands;
using GpConnect.Foundations.Audit;
using GpConnect.Storage.Sqlite;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;
using Spectre.Console;

namespace GpConnect.Cli.Tests.Commands;

[Collection(ConsoleTests.Name)]
public sealed class AuditSearchTests : IDisposable
{
    private static readonly string Hostile = string.Concat(UnsafeCharacters.Many.Select(rune => $"{rune}x"));

    private readonly CommandHarness harness = new();

    [Fact]
    [Requirement("AT-61")]
    public async Task A_table_escapes_every_character_that_a_terminal_would_interpret_or_hide()
    {
        var users = UnsafeCharacters.Many.Chunk(10).ToList();
        await FillAsync([.. users.Select(runes => Entry(1, user: string.Concat(runes), practice: "A\n20047"))]);

        var output = await harness.DoAsync("audit", "search", "--to", "2026-06-02");

        Assert.False(UnsafeCharacters.Contains(output));
        Assert.All(users, runes => Assert.Single(
            output.Split('\n'),
            line => line.Contains("A\\u000a20047", StringComparison.Ordinal) && line.Contains($"{string.Concat(runes.Select(UnsafeCharacters.Escape))} B99999", StringComparison.Ordinal)));
    }

    [Fact]
    [Requirement("AT-61")]
    public async Task A_value_from_a_caller_can_neither_imitate_another_cell_nor_fill_the_terminal()
    {
        await FillAsync(Entry(1, user: "user-1     Patient/9", practice: "A20047 rest:read:patient-9"), Entry(2, user: new string('u', 3000)));

        var rows = (await harness.DoAsync("audit", "search", "--to", "2026-06-02")).Split('\n');

        Assert.Single(rows, row => row.Contains("A20047\\u0020rest:read:patient-9 rest:read:patient-1", StringComparison.Ordinal) && row.Contains("user-1\\u0020\\u0020\\u0020\\u0020 Patient/9 B99999", StringComparison.Ordinal));
        Assert.Single(rows, row => row.Contains("uuu… B99999", StringComparison.Ordinal) && row.Contains("200", StringComparison.Ordinal));
    }

    [Fact]
    [Requirement("AT-61")]
    public async Task JSON_on_the_console_holds_the_same_values_without_unsafe_characters()
    {
        await FillAsync(Entry(1, user: Hostile));

        var output = await harness.DoAsync("audit", "search", "--json", "--to", "2026-06-02");

        Assert.False(UnsafeCharacters.Contains(output));
        Assert.Equal(Hostile, (string?)JsonNode.Parse(output)!["user"]!["id"]);
    }

    [Fact]
    [Requirement("AT-61")]
    public async Task An_error_that_repeats_an_argument_holds_no_unsafe_character()
    {
        var outcome = await harness.RunAsync("audit", Hostile);

        Assert.Equal(2, outcome.Code);
        Assert.False(UnsafeCharacters.Contains(outcome.Output + outcome.Error));
    }

    [Fact]
    [Requirement("AT-62")]
    public async Task Records_are_shown_in_time_order_and_a_limit_keeps_the_latest()
    {
        await FillAsync(Entry(3), Entry(1), Entry(4), Entry(2));

        Assert.Equal(["1", "2", "3", "4"], await TracesAsync());
        Assert.Equal(["3", "4"], await TracesAsync("--limit", "2"));
        var limited = await harness.RunAsync("audit", "search", "--limit", "2", "--to", "2026-06-02");
        Assert.Contains("4 records match; the latest 2 are shown.", limited.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await harness.RunAsync("audit", "search", "--limit", "0")).Code);
    }

    [Fact]
    [Requirement("AT-62")]
    public async Task Records_are_found_by_practice_and_trace_id()
    {
        await FillAsync(Entry(1), Entry(2, practice: "B83010"), Entry(3));

        Assert.Equal(["2"], await TracesAsync("--practice", "b83010"));
        Assert.Equal(["3"], await TracesAsync("--trace-id", "3"));
        Assert.Empty(await TracesAsync("--practice", "B83010", "--trace-id", "3"));
    }

    [Fact]
    [Requirement("AT-65")]
    public async Task A_practice_or_patient_that_no_record_can_match_is_reported()
    {
        await FillAsync(Entry(1));
        await harness.DoAsync("practice", "add", "X54321", "--asid", "918999198995", "--name", "Own");

        var unknown = await harness.RunAsync("audit", "search", "--practice", "Z99999");
        var number = await harness.RunAsync("audit", "search", "--patient", "9000000009", "--json");

        Assert.Equal(new Outcome(1, "", "There is no practice Z99999; 'practice list' shows them, 'practice add' adds one.\n"), unknown);
        Assert.Equal((1, ""), (number.Code, number.Output));
        Assert.StartsWith("--patient takes the logical id of a Patient, not an NHS number", number.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("9000000009", number.Error, StringComparison.Ordinal);
        Assert.Equal("No record matches.\n", await harness.DoAsync("audit", "search", "--practice", "x54321", "--from", "2999-01-01"));
    }

    [Theory]
    [Case("AT-63", "80", 80)]
    [Case("AT-63", null, 1000)]
    [Case("AT-63", "3", 1000)]
    [Case("AT-63", "wide", 1000)]
    public async Task A_table_in_a_pipe_keeps_to_the_width_that_is_exported_or_gives_each_record_one_line(string id, string? columns, int width)
    {
        Assert.NotEmpty(id);
        await FillAsync(Entry(1, user: new string('u', 60), interaction: "operation:gpc.registerpatient-1"));
        var before = Environment.GetEnvironmentVariable("COLUMNS");
        Environment.SetEnvironmentVariable("COLUMNS", columns);
        try
        {
            var lines = (await harness.DoAsync("audit", "search", "--to", "2026-06-02")).Split('\n');

            Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, width));
            Assert.Equal(width > 80, lines.Any(line => line.Contains("2026-06-01 09:00:01Z", StringComparison.Ordinal) && line.Contains("B99999", StringComparison.Ordinal)));
        }
        finally
        {
            Environment.SetEnvironmentVariable("COLUMNS", before);
        }
    }

    [Theory]
    [Case("AT-66", "patient mark-sensitive 4 --practice A20047 --reason x", "patient mark-sensitive")]
    [Case("AT-66", "patient mark-sensitive 4 --practice A20047 --reason x --off", "patient mark-sensitive --off")]
    [Case("AT-66", "patient mark-deceased 4 --practice A20047 --reason x --date 2026", "patient mark-deceased")]
    [Case("AT-66", "patient mark-deceased 4 --practice A20047 --reason x --off", "patient mark-deceased --off")]
    [Case("AT-66", "practice disable A20047", "practice disable GP Connect")]
    [Case("AT-66", "practice disable A20047 --capability foundations", "practice disable Foundations")]
    public async Task A_table_says_which_switch_a_command_set_and_whether_it_removed_a_mark(string id, string command, string shown)
    {
        Assert.NotEmpty(id);
        await harness.DoAsync("import", Path.Combine(CommandHarness.Samples, "A20047"));
        if (command.EndsWith("--off", StringComparison.Ordinal))
        {
            await harness.DoAsync([.. command.Replace("--off", command.Contains("deceased", StringComparison.Ordinal) ? "--date 2026" : "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        }

        await harness.DoAsync(command.Split(' '));

        Assert.Matches($"A20047 {shown}  ", await harness.DoAsync("audit", "search", "--limit", "2"));
    }

    [Theory]
    [Case("AT-63", "rest:read:patient-1")]
    [Case("AT-63", "rest:search:practitioner-1")]
    [Case("AT-63", "operation:gpc.registerpatient-1")]
    public void A_record_takes_at_most_three_lines_on_a_terminal_80_columns_wide(string id, string interaction)
    {
        Assert.NotEmpty(id);
        var latest = new LatestRecords(1);
        var record = new AuditChain().Append(Encoding.UTF8.GetBytes(Entry(1, interaction: interaction)));
        latest.Add(record, new AuditFilter(null, null, null, null, null).Match(record)!);
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 80;

        console.Write(AuditSearch.TableOf(latest));

        var lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        Assert.InRange(lines.Count, 3, 5);
        Assert.Contains(lines, line => line.Contains("2026-06-01 09:00:01Z", StringComparison.Ordinal));
    }

    public void Dispose() => harness.Dispose();

    private static string Entry(int second, string user = "user-1", string practice = "A20047", string interaction = "rest:read:patient-1") => new JsonObject
    {
        ["time"] = $"2026-06-01T09:00:{second:D2}Z",
        ["kind"] = "call",
        ["practice"] = practice,
        ["interaction"] = $"urn:nhs:names:services:gpconnect:fhir:{interaction}",
        ["traceId"] = $"{second}",
        ["user"] = new JsonObject { ["id"] = user, ["organisationOdsCode"] = "B99999" },
        ["resources"] = new JsonArray("Patient/1"),
        ["status"] = 200,
    }.ToJsonString();

    private async Task<IEnumerable<string?>> TracesAsync(params string[] options)
    {
        var output = await harness.DoAsync(["audit", "search", "--json", "--to", "2026-06-02", .. options]);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string?)JsonNode.Parse(line)!["traceId"]);
    }

    private async Task FillAsync(params string[] entries)
    {
        using var database = new SqliteDatabase(Path.Combine(harness.Data, "gpconnect.db"));
        foreach (var entry in entries)
        {
            await new SqliteAuditTrail(database).AppendAsync(new AuditEntry(Encoding.UTF8.GetBytes(entry)));
        }
    }
}
