using System.Diagnostics;
using System.Runtime.Versioning;
using GpConnect.Storage.Sqlite;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;

namespace GpConnect.Cli.Tests.Commands;

/// <summary>The file modes of the files that the provider writes.</summary>
[Collection(ConsoleTests.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class FileModeTests : IDisposable
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;
    private const UnixFileMode Others = Everyone & ~(UnixFileMode)0b111_000_000;

    private readonly CommandHarness harness = new();

    [SkippableTheory]
    [Case("CMD-6", "000")]
    [Case("CMD-6", "022")]
    [Case("CMD-6", "077")]
    public async Task Only_the_owner_can_access_the_files_even_in_a_folder_open_to_everyone(string id, string umask)
    {
        Assert.NotEmpty(id);
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such modes");
        Open(harness.Data);
        Open(harness.Files);

        await RunAsync(umask, $"import '{CommandHarness.Samples}'");
        await RunAsync(umask, $"backup '{harness.Files}/copy.db'");
        await RunAsync(umask, $"audit export '{harness.Files}/trail.jsonl'");
        await RunAsync(umask, $"export dbs '{harness.Files}' --practice A20047 --profile pds-mesh");
        await RunAsync(umask, $"restore '{harness.Files}/copy.db' --yes");
        using var running = new SqliteDatabase(Path.Combine(harness.Data, "gpconnect.db"));
        using var connection = running.Open();
        await RunAsync(umask, "practice disable A20047");

        string[] expected = ["anchors", "copy.db", "gpconnect.db", "gpconnect.db-shm", "gpconnect.db-wal", "trail.jsonl"];
        Assert.Empty(expected.Except(Files().Select(Path.GetFileName)));
        Assert.All(Files(), file => Assert.Equal((file, UnixFileMode.None), (file, File.GetUnixFileMode(file) & Others)));
    }

    [SkippableFact]
    [Requirement("CMD-6")]
    public async Task A_store_that_an_earlier_release_left_readable_is_closed_to_others()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such modes");
        await harness.DoAsync("practice", "add", "X12345", "--asid", "918999198995", "--name", "Own");
        var file = Path.Combine(harness.Data, "gpconnect.db");
        File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);

        await harness.DoAsync("practice", "list");

        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(file));
    }

    public void Dispose() => harness.Dispose();

    private IEnumerable<string> Files() => Directory.GetFiles(harness.Data).Concat(Directory.GetFiles(harness.Files));

    private static void Open(string folder)
    {
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, Everyone);
    }

    /// <summary>Runs in its own process, because the umask is per process.</summary>
    private async Task RunAsync(string umask, string command)
    {
        var executable = Path.Combine(AppContext.BaseDirectory, "gpconnect.dll");
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"umask {umask}; exec dotnet '{executable}' {command} --data '{harness.Data}'"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["GPCONNECT_AUDITANCHORFILE"] = Path.Combine(harness.Files, "anchors") },
        };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }
}
