using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GpConnect.Foundations.Audit;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Sqlite.Tests.Audit;

/// <summary>The trail's commands on a store with damaged pages: they read what is left and report what is not.</summary>
[Collection(ConsoleTests.Name)]
public sealed class DamagedTrailTests : IDisposable
{
    private const int Records = 60;

    private readonly CommandHarness harness = new();

    private string Store => Path.Combine(harness.Data, "gpconnect.db");

    private string Export => Path.Combine(harness.Files, "trail.jsonl");

    [Theory]
    [Case("AT-38", 2)]
    [Case("AT-38", 30)]
    [Case("AT-38", 30, 40)]
    [Case("AT-38", 12, 15, 18, 21)]
    public async Task Records_behind_a_damaged_page_are_read_and_the_damage_is_reported_with_its_rows(string id, params int[] damaged)
    {
        Assert.NotEmpty(id);
        await FillAsync();
        Damage(damaged);

        var verified = await harness.RunAsync("audit", "verify");
        var found = await harness.RunAsync("audit", "search", "--json");
        var exported = await harness.RunAsync("audit", "export", Export);

        Assert.Equal((1, 1, 1), (verified.Code, found.Code, exported.Code));
        var lost = LostRows(verified.Output);
        Assert.All(damaged, number => Assert.Contains(number, lost));
        Assert.Equal(Enumerable.Range(1, Records).Except(lost), Numbers(found.Output));
        Assert.Equal(Numbers(found.Output), Numbers(await File.ReadAllTextAsync(Export)));
        Assert.Equal(lost, LostRows(found.Error));
        Assert.Equal(lost, LostRows(exported.Error));
        Assert.DoesNotContain("removed", verified.Output, StringComparison.Ordinal);
        var places = Lines(verified.Output).Count(line => line.StartsWith("Row", StringComparison.Ordinal));
        Assert.EndsWith($"{Records - lost.Count} records in 1 stream, 0 anchors, {places} problem{(places == 1 ? "" : "s")}.\n", verified.Output, StringComparison.Ordinal);
        Assert.EndsWith($"records could be read and {places} place{(places == 1 ? "" : "s")} could not.\n", found.Error, StringComparison.Ordinal);
        Assert.StartsWith("Exported ", exported.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("AT-38")]
    [Requirement("AT-64")]
    public async Task A_trail_whose_last_page_is_damaged_is_read_up_to_it_without_an_entry()
    {
        await FillAsync();
        Damage(Records);

        var verified = await harness.RunAsync("audit", "verify");
        var refused = await harness.RunAsync("audit", "export", Export);
        Assert.Empty(Directory.GetFiles(harness.Files));
        var exported = await harness.RunAsync("audit", "export", Export, "--unrecorded");

        Assert.Equal((1, 1, 1), (verified.Code, refused.Code, exported.Code));
        var lost = LostRows(verified.Output);
        Assert.Equal(Records, lost[^1]);
        Assert.Equal(Enumerable.Range(1, lost[0] - 1), Numbers(await File.ReadAllTextAsync(Export)));
        AssertNamesTheSwitch(refused);
        AssertSaysSo("audit export", exported);
    }

    /// <summary>Damage outside the trail: the store cannot be opened, but the trail can be read.</summary>
    [Theory]
    [Case("AT-64", "audit search --json")]
    [Case("AT-64", "audit export {file}")]
    public async Task A_store_that_cannot_be_opened_gives_its_trail_only_to_a_command_that_says_so(string id, string line)
    {
        Assert.NotEmpty(id);
        await FillAsync();
        StorePages.Damage(Store, StorePages.With(Store, "identifier-key"));
        string[] words = [.. line.Split(' ').Select(word => word.Replace("{file}", Export, StringComparison.Ordinal))];

        var refused = await harness.RunAsync(words);
        Assert.Empty(Directory.GetFiles(harness.Files));
        var outcome = await harness.RunAsync([.. words, "--unrecorded"]);

        AssertNamesTheSwitch(refused);
        AssertSaysSo(string.Join(' ', words[..2]), outcome);
        Assert.Equal(0, outcome.Code);
        Assert.Equal(Enumerable.Range(1, Records), Numbers(File.Exists(Export) ? await File.ReadAllTextAsync(Export) : outcome.Output));
        Assert.Contains($"{Records} records in 1 stream, 0 anchors, 0 problems.", await harness.DoAsync("audit", "verify"), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("AT-64")]
    public async Task The_switch_changes_nothing_while_the_entry_can_be_written()
    {
        await FillAsync();

        var outcome = await harness.RunAsync("audit", "search", "--unrecorded");

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Contains("\"command\":\"audit search\"", harness.Audit()[^1], StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private static void AssertNamesTheSwitch(Outcome outcome)
    {
        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.Contains("is damaged (SQLite error 11)", outcome.Error, StringComparison.Ordinal);
        Assert.EndsWith("repeat with --unrecorded.\n", outcome.Error, StringComparison.Ordinal);
    }

    private static void AssertSaysSo(string command, Outcome outcome) =>
        Assert.Contains($"'{command}' reads the trail although its own entry could not be written (--unrecorded).", outcome.Error, StringComparison.Ordinal);

    private async Task FillAsync()
    {
        using var database = new SqliteDatabase(Store);
        for (var number = 1; number <= Records; number++)
        {
            await new SqliteAuditTrail(database).AppendAsync(new AuditEntry(Encoding.UTF8.GetBytes($"{{\"kind\":\"call\",\"test\":\"record {number}.\",\"claims\":\"{new string('x', 2000)}\"}}")));
        }
    }

    private void Damage(params ReadOnlySpan<int> records)
    {
        foreach (var number in records)
        {
            StorePages.Damage(Store, StorePages.With(Store, $"record {number}."));
        }
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The records of the test; the entries of the commands have no number.</summary>
    private static IEnumerable<int> Numbers(string text) =>
        from line in Lines(text)
        let json = JsonNode.Parse(line)!
        let test = (string?)(json["entry"] ?? json)["test"]
        where test is not null
        select int.Parse(test["record ".Length..^1], CultureInfo.InvariantCulture);

    private static List<int> LostRows(string text) =>
    [
        .. from match in Regex.Matches(text, @"^Rows? (\d+)(?: to (\d+))?: the file is damaged there \(SQLite error 11\)\.$", RegexOptions.Multiline)
           let first = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
           let last = match.Groups[2].Success ? int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : first
           from row in Enumerable.Range(first, last - first + 1)
           select row,
    ];
}
