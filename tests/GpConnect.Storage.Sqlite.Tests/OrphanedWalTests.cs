using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Sqlite.Tests;

/// <summary>A log without its store holds acknowledged changes, and SQLite would delete it or apply it to another file.</summary>
[Collection(ConsoleTests.Name)]
public sealed class OrphanedWalTests : IDisposable
{
    private const string Late = "X12345";

    private readonly CommandHarness harness = new();

    private string File => Path.Combine(harness.Data, "gpconnect.db");

    private string Log => $"{File}-wal";

    private string Copy => Path.Combine(harness.Files, "copy.db");

    [Theory]
    [Case("ST-13", "missing", "is missing or empty")]
    [Case("ST-13", "empty", "is missing or empty")]
    [Case("ST-14", "backup", "is a backup")]
    public async Task No_command_opens_a_store_next_to_the_log_of_another_store(string id, string store, string said)
    {
        Assert.NotEmpty(id);
        await LoseStoreAsync();
        Put(store);
        var before = Folder(harness.Data);

        foreach (var command in new[] { "import {samples}", "import {samples} --dry-run", "practice add X54321 --asid 918999198995 --name New", "restore {copy} --yes", "practice list", "audit verify", "serve --port 0", "serve --port 0 --no-samples" })
        {
            var outcome = await harness.RunAsync([.. command.Split(' ').Select(Expand)]);

            Assert.Equal((1, ""), (outcome.Code, outcome.Output));
            var line = Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
            Assert.StartsWith($"The store {File} {said}", line, StringComparison.Ordinal);
            Assert.Contains(Log, line, StringComparison.Ordinal);
            Assert.Contains("docs/operations/damaged-database.md, 'A log without its store'", line, StringComparison.Ordinal);
            Assert.Equal(before, Folder(harness.Data));
        }
    }

    [Fact]
    [Requirement("ST-13")]
    public async Task A_store_that_is_put_back_next_to_its_log_has_the_changes_of_the_log()
    {
        var store = await LoseStoreAsync();
        System.IO.File.WriteAllBytes(File, store);

        Assert.Contains(Late, await harness.DoAsync("practice", "list"), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("ST-13")]
    public async Task A_backup_is_restored_once_the_log_was_moved_away()
    {
        await LoseStoreAsync();
        System.IO.File.Move(Log, Path.Combine(harness.Files, "gpconnect.db-wal"));

        await harness.DoAsync("restore", Copy);

        Assert.NotNull(await harness.ReadAsync(SampleData.Ods, "Patient", "3"));
    }

    [Fact]
    [Requirement("ST-14")]
    public async Task A_backup_that_is_put_into_an_empty_folder_becomes_the_store()
    {
        await LoseStoreAsync();
        System.IO.File.Delete(Log);
        Put("backup");

        Assert.Contains(SampleData.Ods, await harness.DoAsync("practice", "list"), StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    /// <summary>Produces the state after a crash and the loss of the store: a log with a change that the backup does not have.</summary>
    /// <returns>The content of the lost store.</returns>
    private async Task<byte[]> LoseStoreAsync()
    {
        await harness.DoAsync("import", Path.Combine(CommandHarness.Samples, SampleData.Ods));
        await harness.DoAsync("backup", Copy);
        byte[] store, log;
        using (var running = new SqliteDatabase(File))
        {
            using var reader = running.Open();
            await harness.DoAsync("practice", "add", Late, "--asid", "918999198996", "--name", "Late");
            (store, log) = (Read(File), Read(Log));
        }

        Assert.NotEmpty(log);
        foreach (var file in Directory.GetFiles(harness.Data))
        {
            System.IO.File.Delete(file);
        }

        System.IO.File.WriteAllBytes(Log, log);
        return store;
    }

    private void Put(string store)
    {
        switch (store)
        {
            case "empty":
                System.IO.File.WriteAllBytes(File, []);
                break;
            case "backup":
                System.IO.File.Copy(Copy, File);
                break;
        }
    }

    private string Expand(string word) => word
        .Replace("{copy}", Copy, StringComparison.Ordinal)
        .Replace("{samples}", CommandHarness.Samples, StringComparison.Ordinal);

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static IEnumerable<string> Folder(string folder) =>
        [.. Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal).Select(file => $"{file} {Convert.ToHexString(Read(file))}")];
}
