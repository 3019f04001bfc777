using System.Diagnostics;
using GpConnect.Foundations.Audit;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Sqlite.Tests.Audit;

/// <summary>The streams of the embedded store name each other, so that the removal of a whole stream is found.</summary>
[Collection(ConsoleTests.Name)]
public sealed class LinkedStreamTests : IDisposable
{
    private readonly CommandHarness harness = new();

    private string File => Path.Combine(harness.Data, "gpconnect.db");

    [Fact]
    [Requirement("AT-53")]
    public async Task The_removal_of_a_stream_that_another_one_follows_is_found()
    {
        await harness.DoAsync("import", CommandHarness.Samples);
        await harness.DoAsync("patient", "show", "1", "--practice", "A20047");
        await harness.DoAsync("backup", Path.Combine(harness.Files, "copy.db"));
        await harness.DoAsync("restore", Path.Combine(harness.Files, "copy.db"), "--yes");
        await harness.DoAsync("audit", "search");
        Assert.Matches("^[0-9]+ records in [0-9]+ streams?, 0 anchors, 0 problems.\\s*$", await harness.DoAsync("audit", "verify"));
        var streams = Read("SELECT stream FROM audit GROUP BY stream ORDER BY max(sequence)");
        Assert.Equal(5, streams.Count);
        foreach (var stream in streams.SkipLast(1))
        {
            Execute($"CREATE TABLE kept AS SELECT * FROM audit; DELETE FROM audit WHERE stream = '{stream}'");

            var outcome = await harness.RunAsync("audit", "verify");

            Assert.Equal(1, outcome.Code);
            Assert.Matches($"(?m)^Stream {stream}: stream [0-9a-f]+ names its record [0-9]+, but the stream is missing.", outcome.Output);
            Execute("DELETE FROM audit; INSERT INTO audit SELECT * FROM kept; DROP TABLE kept");
        }
    }

    [Theory]
    [Case("AT-54", "file")]
    [Case("AT-54", "log")]
    public async Task An_anchor_shows_that_the_entry_of_a_command_was_removed(string id, string place)
    {
        Assert.NotEmpty(id);
        await harness.DoAsync("import", CommandHarness.Samples);
        var anchors = Path.Combine(harness.Files, "anchors.jsonl");
        var shown = await ProcessAsync(place == "file" ? anchors : null, "patient", "show", "1", "--practice", "A20047");
        Assert.Equal(0, shown.Code);
        if (place == "log")
        {
            await System.IO.File.WriteAllTextAsync(anchors, shown.Error);
        }

        Assert.Contains(" 1 anchor, 0 problems.", await harness.DoAsync("audit", "verify", "--anchors", anchors), StringComparison.Ordinal);
        Execute("DELETE FROM audit WHERE stream = (SELECT stream FROM audit ORDER BY sequence DESC LIMIT 1)");

        var outcome = await harness.RunAsync("audit", "verify", "--anchors", anchors);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("The trail holds no record of any anchored stream (1 of 1: ", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [Case("AT-55", "patient", "show", "1", "--practice", "A20047")]
    [Case("AT-55", "audit", "search", "--json")]
    [Case("AT-55", "audit", "export", "<file>")]
    [Case("AT-55", "export", "dbs", "<folder>", "--practice", "A20047", "--profile", "pds-mesh", "--all")]
    [Case("AT-55", "backup", "<file>")]
    public async Task Nothing_is_shown_before_its_anchor_is_written(string id, params string[] command)
    {
        Assert.NotEmpty(id);
        await harness.DoAsync("import", CommandHarness.Samples);
        var file = Path.Combine(harness.Files, "out");
        var arguments = command.Select(argument => argument switch { "<file>" => file, "<folder>" => harness.Files, _ => argument }).ToArray();

        var outcome = await ProcessAsync(Path.Combine(harness.Files, "none", "anchors.jsonl"), arguments);

        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.All(Directory.GetFiles(harness.Files), found => Assert.Equal(0, new FileInfo(found).Length));
    }

    [Fact]
    [Requirement("AT-56")]
    public async Task Streams_of_an_earlier_release_are_read_and_reported_as_unlinked()
    {
        using (new SqliteDatabase(File))
        {
        }

        foreach (var stream in new[] { new AuditChain(), new AuditChain(), new AuditChain() })
        {
            var record = stream.Append("{\"kind\":\"call\"}"u8.ToArray());
            Execute($"INSERT INTO audit (stream, number, hash, entry) VALUES ('{record.Stream}', 1, x'{Convert.ToHexString(record.Hash)}', CAST('{{\"kind\":\"call\"}}' AS BLOB))");
        }

        Assert.Matches("^Streams that name no other and that no other names: 3;.*\\s+3 records in 3 streams, 0 anchors, 0 problems.\\s*$", await harness.DoAsync("audit", "verify"));
        await harness.DoAsync("audit", "search");
        Assert.Matches("^Streams that name no other and that no other names: 2;.*\\s+5 records in 4 streams, 0 anchors, 0 problems.\\s*$", await harness.DoAsync("audit", "verify"));
    }

    [Fact]
    [Requirement("AT-57")]
    public async Task A_rewritten_stream_is_not_the_one_that_another_names()
    {
        await harness.DoAsync("import", CommandHarness.Samples);
        await harness.DoAsync("patient", "show", "1", "--practice", "A20047");
        await harness.DoAsync("audit", "search");
        var stream = Read("SELECT stream FROM audit GROUP BY stream ORDER BY max(sequence)")[1];
        var previous = Array.Empty<byte>();
        for (var number = 1; number <= 2; number++)
        {
            var entry = "{\"kind\":\"call\"}"u8;
            previous = AuditChain.HashOf(stream, number, previous, entry);
            Execute($"UPDATE audit SET hash = x'{Convert.ToHexString(previous)}', entry = x'{Convert.ToHexString(entry)}' WHERE stream = '{stream}' AND number = {number}");
        }

        var outcome = await harness.RunAsync("audit", "verify");

        Assert.Equal(1, outcome.Code);
        Assert.Contains($"Stream {stream}: record 2 is not the one that stream", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("AT-58")]
    public async Task Each_row_that_follows_another_stream_names_it()
    {
        using var one = new SqliteDatabase(File);
        using var other = new SqliteDatabase(File);
        await AppendAsync(one);
        await AppendAsync(one);
        await other.Writer.TryWriteAsync(RolledBack);
        await AppendAsync(one);
        await Task.WhenAll(other.Writer.TryWriteAsync(RolledBack), AppendAsync(other), AppendAsync(other));
        await AppendAsync(one);

        Assert.Equal(["call", "call", "call", "stream", "call", "call", "stream", "call"], Read("SELECT json_extract(CAST(entry AS TEXT), '$.kind') FROM audit ORDER BY sequence"));
        var verification = await AuditVerification.RunAsync(new SqliteAuditReader(one), [], default);
        Assert.Empty(verification.Errors);
        Assert.Equal(0, verification.Unlinked);
    }

    public void Dispose() => harness.Dispose();

    private static Task AppendAsync(SqliteDatabase database) => new SqliteAuditTrail(database).AppendAsync(new AuditEntry("{\"kind\":\"call\"}"u8.ToArray())).AsTask();

    private static bool RolledBack(SqliteWriteSession session)
    {
        session.Append(new AuditEntry("{\"kind\":\"call\"}"u8.ToArray()));
        return false;
    }

    private void Execute(string sql)
    {
        using var database = new SqliteDatabase(File);
        using var connection = database.Open();
        connection.Execute(sql);
    }

    private List<string> Read(string sql)
    {
        using var database = new SqliteDatabase(File);
        using var connection = database.Open();
        using var statement = new SqliteStatement(connection, sql);
        using var row = statement.Query();
        var found = new List<string>();
        while (row.Read())
        {
            found.Add(row.Text(0));
        }

        return found;
    }

    /// <summary>Runs in its own process, whose environment names the anchor file and whose standard error is a log.</summary>
    private async Task<Outcome> ProcessAsync(string? anchors, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gpconnect.dll"), .. arguments, "--data", harness.Data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["GPCONNECT_AUDITANCHORFILE"] = anchors },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, output, await error);
    }
}
