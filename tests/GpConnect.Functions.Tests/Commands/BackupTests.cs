using GpConnect.Foundations.Records;
using GpConnect.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Functions.Tests.Commands;

[Collection(ConsoleTests.Name)]
public sealed class BackupTests : IDisposable
{
    private const string Practice = "A20047";

    private readonly Workbench bench = new();

    private string Copy => Path.Combine(bench.Files, "copy.db");

    [Fact]
    public async Task A_restore_brings_the_state_back_and_keeps_the_trail()
    {
        await ImportAsync();
        await bench.DoAsync("backup", Copy);
        await bench.DoAsync("patient", "deactivate", "1", "--practice", Practice, "--reason", "x");
        await bench.DoAsync("practice", "add", "X12345", "--asid", "918999198995", "--name", "Late");
        var before = bench.Audit();

        var said = await bench.DoAsync("restore", Copy, "--yes");

        Assert.Contains("Make them again before anybody is served", said, StringComparison.Ordinal);
        Assert.True((await bench.ReadAsync(Practice, "Patient", "1"))!.Envelope.Active);
        Assert.DoesNotContain("X12345", await bench.DoAsync("practice", "list"), StringComparison.Ordinal);
        Assert.Equal(before, bench.Audit().SkipLast(1));
        Assert.Contains("\"command\":\"restore\"", bench.Audit()[^1], StringComparison.Ordinal);
        Assert.Contains("patient deactivate", await bench.DoAsync("audit", "search", "--patient", "1", "--json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_overwrites_nothing_and_is_for_its_owner_only()
    {
        await ImportAsync();
        await bench.DoAsync("backup", Copy);

        Assert.Equal(1, (await bench.RunAsync("backup", Copy)).Code);
        Assert.Single(Directory.GetFiles(bench.Files));
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
    }

    [Fact]
    public async Task Writers_and_readers_of_a_running_server_go_on_through_backup_and_restore()
    {
        await ImportAsync();
        await using var server = bench.Services();
        var store = server.GetRequiredService<IResourceStore>();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() => WriteAsync(store, stop.Token));

        await bench.DoAsync("backup", Copy);
        await bench.DoAsync("patient", "deactivate", "1", "--practice", Practice, "--reason", "x");
        await bench.DoAsync("restore", Copy, "--yes");
        await stop.CancelAsync();

        Assert.True(await writing > 0);
        using var copy = new SqliteCopy(Copy);
        Assert.Null(copy.Fault());
        Assert.True((await store.ReadAsync(new RecordKey(Practice, "Patient", "1"), default))!.Envelope.Active);
    }

    [Fact]
    public async Task A_damaged_file_changes_nothing()
    {
        await ImportAsync();
        await bench.DoAsync("backup", Copy);
        await ExecuteAsync("UPDATE record SET body = CAST('{}' AS BLOB) WHERE type = 'Patient' AND id = '1'");

        var outcome = await bench.RunAsync("restore", Copy);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("The file holds a damaged Patient. Nothing was changed.", outcome.Error, StringComparison.Ordinal);
        Assert.NotNull(await bench.ReadAsync(Practice, "Patient", "1"));
    }

    [Theory]
    [InlineData("words")]
    [InlineData("")]
    public async Task A_file_that_is_no_backup_changes_nothing(string content)
    {
        await ImportAsync();

        Assert.Equal(1, (await bench.RunAsync("restore", bench.Write("x.db", content))).Code);
        Assert.Equal(1, (await bench.RunAsync("restore", Path.Combine(bench.Data, "gpconnect.db"))).Code);
        Assert.NotNull(await bench.ReadAsync(Practice, "Patient", "1"));
    }

    [Fact]
    public async Task A_file_of_another_layout_is_refused()
    {
        await ImportAsync();
        await bench.DoAsync("backup", Copy);
        await ExecuteAsync("PRAGMA user_version = 7");

        Assert.Contains("not a backup of this release", (await bench.RunAsync("restore", Copy)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_with_another_key_is_restored_only_while_nobody_else_has_the_store_open()
    {
        using var other = new Workbench();
        await other.DoAsync("import", Path.Combine(Workbench.Samples, Practice));
        await other.DoAsync("backup", Copy);
        await bench.DoAsync("import", Path.Combine(Workbench.Samples, "R1A14"));

        await using (var server = bench.Services())
        {
            await server.GetRequiredService<IResourceStore>().ReadAsync(new RecordKey(Practice, "Patient", "1"), default);
            var refused = await bench.RunAsync("restore", Copy, "--yes");
            Assert.Equal(1, refused.Code);
            Assert.Contains("stop the server first", refused.Error, StringComparison.Ordinal);
        }

        await bench.DoAsync("restore", Copy, "--yes");
        Assert.Equal(["1"], await bench.FindAsync(Practice, "9658218865"));
        Assert.Null(await bench.ReadAsync("R1A14", "Patient", "p-3"));
    }

    public void Dispose() => bench.Dispose();

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

    private Task<string> ImportAsync() => bench.DoAsync("import", Path.Combine(Workbench.Samples, Practice));

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Copy};Pooling=False");
        await connection.OpenAsync();
        connection.Execute(sql);
    }
}
