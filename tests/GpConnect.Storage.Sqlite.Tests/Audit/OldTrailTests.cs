using GpConnect.Foundations.Audit;
using GpConnect.Testing;
using GpConnect.Testing.Audit;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Sqlite.Tests.Audit;

/// <summary>Records in the embedded store from an earlier release that copied a caller's bytes.</summary>
[Collection(ConsoleTests.Name)]
public sealed class OldTrailTests : IDisposable
{
    private readonly CommandHarness harness = new();

    public static TheoryData<string, bool> Entries()
    {
        var data = new TheoryData<string, bool>();
        foreach (var (name, (_, isReadable)) in OldEntries.All)
        {
            data.Add(name, isReadable);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Entries))]
    [Requirement("AT-38")]
    [Requirement("AT-39")]
    public async Task An_unreadable_entry_is_one_error_with_its_row_and_reading_continues(string name, bool isReadable)
    {
        await FillAsync(OldEntries.Sound("first"), OldEntries.All[name].Entry, OldEntries.Sound("last"));

        var verified = await harness.RunAsync("audit", "verify");
        var found = await harness.RunAsync("audit", "search", "--json", "--from", "2026-06-01", "--to", "2026-06-02");
        var exported = await ExportAsync();

        var code = isReadable ? 0 : 1;
        Assert.Equal((code, code, code), (verified.Code, found.Code, exported.Code));
        Assert.Contains($"3 records in 1 stream, 0 anchors, {(code == 0 ? "0 problems" : "1 problem")}.", verified.Output, StringComparison.Ordinal);
        Assert.Equal(isReadable ? 0 : 1, verified.Output.Split("Row 2: the entry ").Length - 1);
        foreach (var error in new[] { found.Error, exported.Error })
        {
            Assert.Equal(!isReadable, error.Contains("Row 2: the entry ", StringComparison.Ordinal));
            Assert.Equal(!isReadable, error.Contains("records could be read and 1 place could not.", StringComparison.Ordinal));
        }

        var lines = found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(isReadable ? 3 : 2, lines.Length);
        Assert.Contains("Patient/first", lines[0], StringComparison.Ordinal);
        Assert.Contains("Patient/last", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("AT-39")]
    public async Task An_export_holds_each_old_record_on_one_line_with_the_bytes_that_its_hash_covers()
    {
        await FillAsync([.. OldEntries.All.Values.Select(old => old.Entry)]);

        await ExportAsync();

        // The export adds two records in a new stream: one that names the old stream, and its own.
        var export = await File.ReadAllBytesAsync(Path.Combine(harness.Files, "trail.jsonl"));
        Assert.Equal(OldEntries.All.Count + 2, ExportedChain.Check(export));
    }

    [Fact]
    [Requirement("AT-39")]
    public void A_line_whose_bytes_differ_from_its_entry_is_not_a_record()
    {
        var chain = new AuditChain();
        var line = AuditLine.Write(chain.Append(OldEntries.All["line breaks"].Entry));
        var changed = System.Text.Encoding.UTF8.GetString(line).Replace("\"status\":200", "\"status\":404", StringComparison.Ordinal);

        Assert.NotNull(AuditLine.Read(line, out _));
        Assert.Null(AuditLine.Read(System.Text.Encoding.UTF8.GetBytes(changed), out var error));
        Assert.Equal("is not a record of the audit trail", error);
    }

    public void Dispose() => harness.Dispose();

    private Task<Outcome> ExportAsync() => harness.RunAsync("audit", "export", Path.Combine(harness.Files, "trail.jsonl"));

    private async Task FillAsync(params byte[][] entries)
    {
        using var database = new SqliteDatabase(Path.Combine(harness.Data, "gpconnect.db"));
        var trail = new SqliteAuditTrail(database);
        foreach (var entry in entries)
        {
            await trail.AppendAsync(new AuditEntry(entry));
        }
    }
}
