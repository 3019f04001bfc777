using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using GpConnect.Cli.Hosting;
using GpConnect.Foundations.Audit;
using GpConnect.Storage.Sqlite;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GpConnect.Cli.Tests.Commands;

[Collection(ConsoleTests.Name)]
public sealed class AuditCommandTests : IDisposable
{
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    private readonly CommandHarness harness = new();

    [Fact]
    [Requirement("AT-20")]
    public async Task An_untouched_trail_verifies_without_errors()
    {
        await FillAsync();

        Assert.Matches("^[0-9]+ records in [0-9]+ streams?, 0 anchors, 0 problems.\\s*$", await harness.DoAsync("audit", "verify"));
    }

    [Theory]
    [Case("AT-20", "UPDATE audit SET entry = CAST(replace(CAST(entry AS TEXT), '\"kind\"', '\"Kind\"') AS BLOB) WHERE sequence = 3", "record 3 is not what was written")]
    [Case("AT-20", "UPDATE audit SET hash = zeroblob(32) WHERE sequence = 3", "record 3 is not what was written")]
    [Case("AT-20", "DELETE FROM audit WHERE sequence = 3", "record 2 is followed by record 4")]
    [Case("AT-20", "DELETE FROM audit WHERE sequence = 1", "record 0 is followed by record 2")]
    [Case("AT-20", "UPDATE audit SET sequence = 99 WHERE sequence = 3", "record 2 is followed by record 4")]
    [Case("AT-20", "INSERT INTO audit SELECT 99, stream, number, hash, entry FROM audit WHERE sequence = 3", "record 5 is followed by record 3")]
    [Case("AT-20", "UPDATE audit SET stream = 'other' WHERE sequence = 3", "record 2 is followed by record 4")]
    public async Task A_changed_removed_repeated_or_moved_record_is_found(string id, string damage, string error)
    {
        Assert.NotEmpty(id);
        await FillOneStreamAsync(5);
        Execute(damage);

        var outcome = await harness.RunAsync("audit", "verify");

        Assert.Equal(1, outcome.Code);
        Assert.Contains(error, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("AT-21")]
    public async Task A_trail_without_hashes_is_chained_and_keeps_every_record()
    {
        await FillOneStreamAsync(3);
        var before = harness.Audit();
        Execute("""
            CREATE TABLE old (sequence INTEGER PRIMARY KEY AUTOINCREMENT, entry BLOB NOT NULL) STRICT;
            INSERT INTO old SELECT sequence, entry FROM audit;
            DROP TABLE audit;
            ALTER TABLE old RENAME TO audit;
            PRAGMA user_version = 1;
            """);

        Assert.Contains("3 records in 1 stream, 0 anchors, 0 problems.", await harness.DoAsync("audit", "verify"), StringComparison.Ordinal);
        Assert.Equal(before, harness.Audit());
    }

    [Theory]
    [Case("AT-25", "DELETE FROM audit WHERE sequence > 3", "ends with record 3; its end was removed")]
    [Case("AT-25", "DELETE FROM audit", "The trail holds no record of any anchored stream (1 of 1: ")]
    [Case("AT-26", "anew", "record 5 is not the one that was anchored")]
    [Case("AT-27", "forged", "not signed with the audit key")]
    public async Task Anchors_reveal_tampering_that_the_hashes_alone_do_not(string id, string damage, string error)
    {
        Assert.NotEmpty(id);
        var anchors = await AnchoredAsync();
        Assert.Equal(0, (await VerifyAsync(anchors)).Code);
        switch (damage)
        {
            case "anew":
                Rewrite();
                break;
            case "forged":
                await File.WriteAllTextAsync(anchors, (await File.ReadAllTextAsync(anchors)).Replace("\"number\":5", "\"number\":4", StringComparison.Ordinal));
                break;
            default:
                Execute(damage);
                break;
        }

        Assert.Equal(0, (await harness.RunAsync("audit", "verify")).Code);
        var outcome = await VerifyAsync(anchors);
        Assert.Equal(1, outcome.Code);
        Assert.Contains(error, outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [Case("AT-22", "--patient", "1", 3)]
    [Case("AT-22", "--patient", "unknown", 0)]
    [Case("AT-22", "--from", "2999-01-01", 0)]
    [Case("AT-22", "--to", "2000-01-01", 0)]
    [Case("AT-22", "--organisation", "B99999", 0)]
    public async Task A_search_shows_the_records_that_match_its_filter(string id, string option, string value, int count)
    {
        Assert.NotEmpty(id);
        await FillAsync();

        Assert.Equal(count, Lines(await harness.DoAsync("audit", "search", option, value, "--json")).Count);
    }

    [Fact]
    [Requirement("AT-28")]
    public async Task The_ends_of_the_streams_are_anchored_in_the_log()
    {
        var log = new CapturedLog();
        var options = new TestSettings { DataFolder = harness.Data, Port = 0 };
        await using (var app = StandaloneHost.Build(options, services => services.AddSingleton<ILoggerProvider>(log)))
        {
            await app.StartAsync();
            await app.Services.GetRequiredService<IAuditTrail>().AppendAsync(new AuditEntry("{}"u8.ToArray()));
            await app.StopAsync();
        }

        var anchors = harness.Write("server.log", log.Text());

        Assert.Matches("1 record in 1 stream, 1 anchor, 0 problems.", await harness.DoAsync("audit", "verify", "--anchors", anchors));
    }

    [Fact]
    [Requirement("AT-22")]
    [Requirement("AT-24")]
    public async Task A_search_prints_who_did_what_as_a_table_and_is_recorded_itself()
    {
        await FillAsync();

        Assert.Matches($"patient deactivate.*{Environment.UserName}.*Patient/1.*done", await harness.DoAsync("audit", "search", "--user", Environment.UserName));
        Assert.Contains("\"command\":\"audit search\"", harness.Audit()[^1], StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("AT-23")]
    [Requirement("AT-24")]
    public async Task An_export_holds_every_record_with_its_place_in_the_chain()
    {
        await FillAsync();
        var file = Path.Combine(harness.Files, "trail.jsonl");

        await harness.DoAsync("audit", "export", file);

        var lines = Lines(await File.ReadAllTextAsync(file));
        Assert.Equal(harness.Audit(), lines.Select(line => line["entry"]!).Where(entry => (string?)entry["kind"] != "stream").Select(entry => entry.ToJsonString(Relaxed)));
        Assert.All(lines, line => Assert.Equal(32, Convert.FromBase64String((string)line["hash"]!).Length));
        Assert.Contains("\"command\":\"audit export\"", harness.Audit()[^1], StringComparison.Ordinal);
        Assert.Equal(1, (await harness.RunAsync("audit", "export", file)).Code);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    public void Dispose() => harness.Dispose();

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static List<JsonObject> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];

    private async Task FillAsync()
    {
        await harness.DoAsync("import", CommandHarness.Samples);
        await harness.DoAsync("patient", "show", "1", "--practice", "A20047");
        await harness.DoAsync("patient", "deactivate", "1", "--practice", "A20047", "--reason", "x");
    }

    private async Task FillOneStreamAsync(int records)
    {
        using var database = new SqliteDatabase(Path.Combine(harness.Data, "gpconnect.db"));
        for (var number = 1; number <= records; number++)
        {
            await new SqliteAuditTrail(database).AppendAsync(new AuditEntry(Encoding.UTF8.GetBytes($"{{\"kind\":\"call\",\"number\":{number}}}")));
        }
    }

    /// <summary>Writes five records into one stream and returns the path of the anchor file, as a provider leaves it.</summary>
    private async Task<string> AnchoredAsync()
    {
        var anchors = Path.Combine(harness.Files, "anchors.jsonl");
        var options = new TestSettings { DataFolder = harness.Data, AuditKey = Key, AuditAnchorFile = anchors, Port = 0, LogLevel = LogLevel.None };
        await using var app = StandaloneHost.Build(options);
        await app.StartAsync();
        for (var number = 1; number <= 5; number++)
        {
            await app.Services.GetRequiredService<IAuditTrail>().AppendAsync(new AuditEntry(Encoding.UTF8.GetBytes($"{{\"number\":{number}}}")));
        }

        await app.StopAsync();
        return anchors;
    }

    /// <summary>Runs in its own process, because the key is read from the environment.</summary>
    private async Task<Outcome> VerifyAsync(string anchors)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gpconnect.dll"), "audit", "verify", "--anchors", anchors, "--data", harness.Data])
        {
            RedirectStandardOutput = true,
            Environment = { ["GPCONNECT_AUDITKEY"] = Key },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, output, "");
    }

    /// <summary>Changes one entry and recomputes every hash, as an attacker who knows the algorithm would.</summary>
    private void Rewrite()
    {
        using var database = new SqliteDatabase(Path.Combine(harness.Data, "gpconnect.db"));
        using var connection = database.Open();
        using var select = new SqliteStatement(connection, "SELECT stream, number, entry FROM audit ORDER BY sequence");
        using var update = new SqliteStatement(connection, "UPDATE audit SET hash = ?1, entry = ?2 WHERE number = ?3");
        var records = new List<(string Stream, long Number, byte[] Entry)>();
        using (var row = select.Query())
        {
            while (row.Read())
            {
                records.Add((row.Text(0), row.Number(1), row.Blob(2).ToArray()));
            }
        }

        byte[] previous = [];
        foreach (var (stream, number, entry) in records)
        {
            var changed = number == 2 ? "{\"number\":22}"u8.ToArray() : entry;
            previous = AuditChain.HashOf(stream, number, previous, changed);
            update.Execute(previous, changed, number);
        }
    }

    private void Execute(string sql)
    {
        using var database = new SqliteDatabase(Path.Combine(harness.Data, "gpconnect.db"));
        using var connection = database.Open();
        connection.Execute(sql);
    }
}
