using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;

namespace GpConnect.Cli.Tests.Commands;

/// <summary>A mistyped data folder must not become an empty store.</summary>
[Collection(ConsoleTests.Name)]
public sealed class MissingStoreTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Theory]
    [Case("CMD-1", "audit verify")]
    [Case("CMD-1", "audit search")]
    [Case("CMD-1", "audit export {files}/out.jsonl")]
    [Case("CMD-1", "backup {files}/copy.db")]
    [Case("CMD-1", "export dbs {files} --practice A20047 --profile pds-mesh")]
    [Case("CMD-1", "import {samples} --practice A20047")]
    [Case("CMD-1", "import dbs {files}/response.csv --practice A20047 --profile pds-mesh")]
    [Case("CMD-1", "patient deactivate 1 --practice A20047 --reason x")]
    [Case("CMD-1", "patient merge 1 --into 2 --practice A20047 --reason x")]
    [Case("CMD-1", "patient show 1 --practice A20047")]
    [Case("CMD-1", "practice disable A20047")]
    [Case("CMD-1", "practice list")]
    [Case("CMD-1", "restore {files}/no-backup.db")]
    [Case("CMD-1", "token rest:read:metadata-1 --curl")]
    public async Task A_command_on_a_folder_without_a_store_fails_and_creates_nothing(string id, string line)
    {
        Assert.NotEmpty(id);
        harness.Write("response.csv", "");
        var before = Entries(harness.Files);
        foreach (var exists in new[] { false, true })
        {
            if (exists)
            {
                Directory.CreateDirectory(harness.Data);
            }

            var outcome = await harness.RunAsync([.. line.Split(' ').Select(Expand)]);

            Assert.Equal(1, outcome.Code);
            Assert.Empty(outcome.Output);
            Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
            Assert.True(line.StartsWith("restore", StringComparison.Ordinal) || outcome.Error.Contains($"There is no store in {harness.Data}", StringComparison.Ordinal), outcome.Error);
            Assert.Equal(exists, Directory.Exists(harness.Data));
            Assert.Equal(before, Entries(harness.Files));
            Assert.Empty(exists ? Entries(harness.Data) : []);
        }
    }

    [Theory]
    [Case("CMD-1", "practice add X12345 --asid 918999198995 --name New", 0)]
    [Case("CMD-1", "import {samples}/A20047", 0)]
    [Case("CMD-1", "import {files}", 1)]
    [Case("CMD-1", "restore {backup}/copy.db --yes", 0)]
    public async Task A_command_that_starts_a_store_creates_it_and_names_the_folder_once(string id, string line, int code)
    {
        Assert.NotEmpty(id);
        using var other = new CommandHarness();
        await other.DoAsync("import", Path.Combine(CommandHarness.Samples, "A20047"));
        await other.DoAsync("backup", Path.Combine(other.Files, "copy.db"));
        string[] words = [.. line.Split(' ').Select(word => Expand(word).Replace("{backup}", other.Files, StringComparison.Ordinal))];

        var first = await harness.RunAsync(words);
        var second = await harness.RunAsync(words);

        Assert.Equal(code, first.Code);
        Assert.StartsWith($"Created a new store in {harness.Data}.\n", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Created a new store", second.Output + second.Error + first.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(harness.Data, "gpconnect.db")));
    }

    [Fact]
    [Requirement("CMD-2")]
    public async Task A_dry_run_without_a_store_reports_and_creates_nothing()
    {
        var output = await harness.DoAsync("import", CommandHarness.Samples, "--dry-run");

        Assert.Contains("Dry run, nothing was written: 369 read, 369 would be written", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(harness.Data));
    }

    public void Dispose() => harness.Dispose();

    private string Expand(string word) => word
        .Replace("{files}", harness.Files, StringComparison.Ordinal)
        .Replace("{samples}", CommandHarness.Samples, StringComparison.Ordinal);

    private static string[] Entries(string folder) => Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories);
}
