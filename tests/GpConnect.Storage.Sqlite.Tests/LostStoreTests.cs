using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Sqlite.Tests;

/// <summary>A store that was removed or emptied is not replaced by a new one while files show that it was there.</summary>
[Collection(ConsoleTests.Name)]
public sealed class LostStoreTests : IDisposable
{
    private readonly CommandHarness harness = new();

    private string Store => Path.Combine(harness.Data, "gpconnect.db");

    private string Copy => Path.Combine(harness.Files, "copy.db");

    [Theory]
    [Case("ST-16", "reserve", true)]
    [Case("ST-16", "reserve", false)]
    [Case("ST-16", "before-restore-20261122T093000Z.db", true)]
    [Case("ST-16", "gpconnect.db.damaged", false)]
    public async Task No_command_creates_a_store_where_a_file_shows_that_one_was_lost(string id, string trace, bool isRemoved)
    {
        Assert.NotEmpty(id);
        await LoseAsync(isRemoved);
        File.Delete(Path.Combine(harness.Data, "reserve"));
        await File.WriteAllTextAsync(Path.Combine(harness.Data, trace), "x");
        var before = Folder();

        foreach (var command in new[] { "import {samples}", "import {samples} --dry-run", "practice add X54321 --asid 918999198995 --name New", "serve --port 0", "serve --port 0 --no-samples" })
        {
            var outcome = await harness.RunAsync([.. command.Split(' ').Select(word => word.Replace("{samples}", CommandHarness.Samples, StringComparison.Ordinal))]);

            Assert.Equal((1, ""), (outcome.Code, outcome.Output));
            var line = Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
            Assert.StartsWith($"The store {Store} is missing or empty, but {trace} in its folder shows that there was one.", line, StringComparison.Ordinal);
            Assert.Contains("restore a backup", line, StringComparison.Ordinal);
            Assert.Contains("To start from scratch, remove that file first", line, StringComparison.Ordinal);
            Assert.Equal(before, Folder());
        }
    }

    [Theory]
    [Case("ST-16", true)]
    [Case("ST-16", false)]
    public async Task A_backup_is_restored_where_a_store_was_lost(string id, bool isRemoved)
    {
        Assert.NotEmpty(id);
        await LoseAsync(isRemoved);

        await harness.DoAsync("restore", Copy);

        Assert.NotNull(await harness.ReadAsync(SampleData.Ods, "Patient", "3"));
    }

    /// <summary>What the message and the start of a server call "from scratch".</summary>
    [Fact]
    [Requirement("ST-16")]
    public async Task Without_the_named_files_a_store_begins_from_scratch()
    {
        await LoseAsync(isRemoved: true);
        foreach (var file in LostStore.Files.SelectMany(pattern => Directory.GetFiles(harness.Data, pattern)))
        {
            File.Delete(file);
        }

        await harness.DoAsync("practice", "add", "X54321", "--asid", "918999198995", "--name", "New");

        Assert.DoesNotContain(SampleData.Ods, await harness.DoAsync("practice", "list"), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("ST-16")]
    public void Anchors_in_the_folder_are_such_a_file_and_anchors_elsewhere_are_not()
    {
        Directory.CreateDirectory(harness.Data);
        var elsewhere = harness.Write("anchors", "x");
        var within = Path.Combine(harness.Data, "anchors");

        LostStore.Refuse(Store, elsewhere);
        LostStore.Refuse(Store, within);
        File.WriteAllText(within, "x");

        Assert.Contains("but anchors in its folder", Assert.Throws<Foundations.Records.StoreUnavailableException>(() => LostStore.Refuse(Store, within)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private async Task LoseAsync(bool isRemoved)
    {
        await harness.DoAsync("import", Path.Combine(CommandHarness.Samples, SampleData.Ods));
        await harness.DoAsync("backup", Copy);
        Assert.Contains("reserve", Folder());
        File.Delete(Store);
        if (!isRemoved)
        {
            await File.WriteAllBytesAsync(Store, []);
        }
    }

    private List<string?> Folder() => [.. Directory.GetFiles(harness.Data).Select(Path.GetFileName).Order(StringComparer.Ordinal)];
}
