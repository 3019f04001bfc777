using GpConnect.Foundations.Records;
using GpConnect.Storage.Sqlite;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Cli.Tests.Commands;

[Collection(ConsoleTests.Name)]
public sealed class BackupTests : IDisposable
{
    private const string Practice = "A20047";

    private readonly CommandHarness harness = new();

    private string Copy => Path.Combine(harness.Files, "copy.db");

    [Fact]
    public async Task A_restore_brings_the_state_back_and_keeps_the_trail()
    {
        await ImportAsync();
        await harness.DoAsync("backup", Copy);
        await harness.DoAsync("patient", "deactivate", "1", "--practice", Practice, "--reason", "x");
        await harness.DoAsync("practice", "add", "X12345", "--asid", "918999198995", "--name", "Late");
        var before = harness.Audit();

        var output = await harness.DoAsync("restore", Copy, "--yes");

        Assert.Contains("Make them again before any patient is served", output, StringComparison.Ordinal);
        Assert.True((await harness.ReadAsync(Practice, "Patient", "1"))!.Envelope.Active);
        Assert.DoesNotContain("X12345", await harness.DoAsync("practice", "list"), StringComparison.Ordinal);
        Assert.Equal(before, harness.Audit().SkipLast(1));
        Assert.Contains("\"command\":\"restore\"", harness.Audit()[^1], StringComparison.Ordinal);
        Assert.Contains("patient deactivate", await harness.DoAsync("audit", "search", "--patient", "1", "--json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_overwrites_nothing_and_only_its_owner_can_read_it()
    {
        await ImportAsync();
        await harness.DoAsync("backup", Copy);

        Assert.Equal(1, (await harness.RunAsync("backup", Copy)).Code);
        Assert.Single(Directory.GetFiles(harness.Files));
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
    }

    [Fact]
    public async Task A_running_server_keeps_reading_and_writing_during_backup_and_restore()
    {
        await ImportAsync();
        await using var server = harness.Services();
        var store = server.GetRequiredService<IResourceStore>();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() => WriteAsync(store, stop.Token));

        await harness.DoAsync("backup", Copy);
        await harness.DoAsync("patient", "deactivate", "1", "--practice", Practice, "--reason", "x");
        await harness.DoAsync("restore", Copy, "--yes");
        await stop.CancelAsync();

        Assert.True(await writing > 0);
        using var copy = new SqliteCopy(Copy);
        Assert.Null(copy.Error());
        Assert.True((await store.ReadAsync(new RecordKey(Practice, "Patient", "1"), default))!.Envelope.Active);
    }

    [Fact]
    public async Task A_damaged_file_changes_nothing()
    {
        await ImportAsync();
        await harness.DoAsync("backup", Copy);
        await ExecuteAsync("UPDATE record SET body = CAST('{}' AS BLOB) WHERE type = 'Patient' AND id = '1'");

        var outcome = await harness.RunAsync("restore", Copy);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("The file holds a damaged Patient. Nothing was changed.", outcome.Error, StringComparison.Ordinal);
        Assert.NotNull(await harness.ReadAsync(Practice, "Patient", "1"));
    }

    [Theory]
    [InlineData("words")]
    [InlineData("")]
    public async Task A_file_that_is_not_a_backup_changes_nothing(string content)
    {
        await ImportAsync();

        Assert.Equal(1, (await harness.RunAsync("restore", harness.Write("x.db", content))).Code);
        Assert.Equal(1, (await harness.RunAsync("restore", Path.Combine(harness.Data, "gpconnect.db"))).Code);
        Assert.NotNull(await harness.ReadAsync(Practice, "Patient", "1"));
    }

    [Fact]
    public async Task A_backup_with_another_schema_version_is_refused()
    {
        await ImportAsync();
        await harness.DoAsync("backup", Copy);
        await ExecuteAsync("PRAGMA user_version = 7");

        Assert.Contains("not a backup of this release", (await harness.RunAsync("restore", Copy)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_with_another_key_is_restored_only_while_nothing_else_has_the_store_open()
    {
        using var other = new CommandHarness();
        await other.DoAsync("import", Path.Combine(CommandHarness.Samples, Practice));
        await other.DoAsync("backup", Copy);
        await harness.DoAsync("import", Path.Combine(CommandHarness.Samples, "R1A14"));

        await using (var server = harness.Services())
        {
            await server.GetRequiredService<IResourceStore>().ReadAsync(new RecordKey(Practice, "Patient", "1"), default);
            var refused = await harness.RunAsync("restore", Copy, "--yes");
            Assert.Equal(1, refused.Code);
            Assert.Contains("stop the server first", refused.Error, StringComparison.Ordinal);
        }

        await harness.DoAsync("restore", Copy, "--yes");
        Assert.Equal(["1"], await harness.FindAsync(Practice, "9658218865"));
        Assert.Null(await harness.ReadAsync("R1A14", "Patient", "p-3"));
    }

    public void Dispose() => harness.Dispose();

    private static async Task<int> WriteAsync(IResourceStore store, CancellationToken stop)
    {
        var count = 0;
        while (!stop.IsCancellationRequested)
        {
            var record = new StoredRecord(new RecordKey("LOAD1", "Location", $"l-{count}"), new Envelope { Version = 1 }, "{}"u8.ToArray());
            if (await store.CommitAsync(new StoreChange("LOAD1", [record], [], null), default) == CommitResult.Committed)
            {
                count++;
            }
        }

        return count;
    }

    private Task<string> ImportAsync() => harness.DoAsync("import", Path.Combine(CommandHarness.Samples, Practice));

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Copy};Pooling=False");
        await connection.OpenAsync();
        connection.Execute(sql);
    }
}
