using System.Runtime.Versioning;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Sqlite.Tests;

/// <summary>A store that its user may not write, or not even see, is reported at once, with its mode; its trail can be read.</summary>
[Collection(ConsoleTests.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class ReadOnlyStoreTests : IDisposable
{
    private const UnixFileMode Read = UnixFileMode.UserRead;
    private const UnixFileMode ReadFolder = UnixFileMode.UserRead | UnixFileMode.UserExecute;
    private const UnixFileMode All = ReadFolder | UnixFileMode.UserWrite;

    private readonly CommandHarness harness = new();

    private string Store => Path.Combine(harness.Data, "gpconnect.db");

    [SkippableFact]
    [Requirement("ST-17")]
    [Requirement("AT-64")]
    public async Task A_file_that_cannot_be_written_ends_each_start_and_command_but_its_trail_can_be_read()
    {
        await FillAsync();
        File.SetUnixFileMode(Store, Read);

        await AssertRefusedAsync("is read-only, with mode 400, in a folder with mode 700 (SQLite error 8)", "serve --port 0", "practice list", "audit search");
        await AssertTrailIsReadAsync();
    }

    /// <summary>As a disk that is mounted read-only: SQLite cannot even make the files that it needs to read.</summary>
    [SkippableFact]
    [Requirement("ST-17")]
    [Requirement("AT-64")]
    public async Task A_folder_that_cannot_be_written_ends_each_start_and_command_but_its_trail_can_be_read()
    {
        await FillAsync();
        File.SetUnixFileMode(Store, Read);
        File.SetUnixFileMode(harness.Data, ReadFolder);

        await AssertRefusedAsync("mode 400, in a folder with mode 500", "serve --port 0", "practice list", "audit search");
        await AssertTrailIsReadAsync();
    }

    [SkippableFact]
    [Requirement("ST-17")]
    public async Task A_folder_that_cannot_be_entered_is_not_taken_for_one_without_a_store()
    {
        await FillAsync();
        File.SetUnixFileMode(harness.Data, UnixFileMode.None);

        await AssertRefusedAsync("its folder cannot be entered, with mode 000", "serve --port 0", "practice list", "import /dev/null", "audit verify", "audit search --unrecorded");
    }

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows() && Directory.Exists(harness.Data))
        {
            File.SetUnixFileMode(harness.Data, All);
        }

        harness.Dispose();
    }

    private async Task FillAsync()
    {
        OrdinaryUser.SkipIfMissing();
        await harness.DoAsync("practice", "add", "X54321", "--asid", "918999198995", "--name", "New");
        OrdinaryUser.Own(harness.Data);
    }

    private async Task AssertRefusedAsync(string reason, params string[] commands)
    {
        foreach (var command in commands)
        {
            var outcome = await OrdinaryUser.RunAsync(harness.Data, command.Split(' '));

            Assert.Equal((1, ""), (outcome.Code, outcome.Output));
            var line = Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
            Assert.StartsWith($"The store {Store} cannot be used: ", line, StringComparison.Ordinal);
            Assert.Contains(reason, line, StringComparison.Ordinal);
            Assert.Equal(command == "audit search", line.Contains("repeat with --unrecorded", StringComparison.Ordinal));
        }
    }

    private async Task AssertTrailIsReadAsync()
    {
        var verified = await OrdinaryUser.RunAsync(harness.Data, "audit", "verify");
        var found = await OrdinaryUser.RunAsync(harness.Data, "audit", "search", "--unrecorded");

        Assert.Equal((0, "1 record in 1 stream, 0 anchors, 0 problems.\n"), (verified.Code, verified.Output));
        Assert.EndsWith(" Only its trail was read.", Assert.Single(verified.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Equal(0, found.Code);
        Assert.Contains("practice add", found.Output, StringComparison.Ordinal);
        Assert.Contains("although its own entry could not be written (--unrecorded).", Assert.Single(found.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }
}
