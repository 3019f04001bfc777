using System.Diagnostics;
using System.Runtime.Versioning;
using GpConnect.Functions.Tests.Requirements;
using GpConnect.Storage.Sqlite;

namespace GpConnect.Functions.Tests.Commands;

/// <summary>Who may read the files that the provider writes.</summary>
[Collection(ConsoleTests.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class FileModeTests : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
    private const UnixFileMode Others = Everybody & ~(UnixFileMode)0b111_000_000;

    private readonly Workbench bench = new();

    [SkippableTheory]
    [Case("CMD-6", "000")]
    [Case("CMD-6", "022")]
    [Case("CMD-6", "077")]
    public async Task Files_are_for_their_owner_only_in_a_folder_that_is_open_to_everybody(string id, string umask)
    {
        Assert.NotEmpty(id);
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such modes");
        Open(bench.Data);
        Open(bench.Files);

        await RunAsync(umask, $"import '{Workbench.Samples}'");
        await RunAsync(umask, $"backup '{bench.Files}/copy.db'");
        await RunAsync(umask, $"audit export '{bench.Files}/trail.jsonl'");
        await RunAsync(umask, $"export dbs '{bench.Files}' --practice A20047 --profile pds-mesh");
        await RunAsync(umask, $"restore '{bench.Files}/copy.db' --yes");
        using var running = new SqliteDatabase(Path.Combine(bench.Data, "gpconnect.db"));
        using var connection = running.Open();
        await RunAsync(umask, "practice disable A20047");

        string[] expected = ["anchors", "copy.db", "gpconnect.db", "gpconnect.db-shm", "gpconnect.db-wal", "trail.jsonl"];
        Assert.Empty(expected.Except(Files().Select(Path.GetFileName)));
        Assert.All(Files(), file => Assert.Equal((file, UnixFileMode.None), (file, File.GetUnixFileMode(file) & Others)));
    }

    [SkippableFact]
    [Requirement("CMD-6")]
    public async Task A_store_that_an_earlier_release_left_open_is_closed_to_others()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such modes");
        await bench.DoAsync("practice", "add", "X12345", "--asid", "918999198995", "--name", "Own");
        var file = Path.Combine(bench.Data, "gpconnect.db");
        File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);

        await bench.DoAsync("practice", "list");

        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(file));
    }

    public void Dispose() => bench.Dispose();

    private IEnumerable<string> Files() => Directory.GetFiles(bench.Data).Concat(Directory.GetFiles(bench.Files));

    private static void Open(string folder)
    {
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, Everybody);
    }

    /// <summary>In a process of its own, since a umask belongs to a process.</summary>
    private async Task RunAsync(string umask, string command)
    {
        var executable = Path.Combine(AppContext.BaseDirectory, "gpconnect.dll");
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"umask {umask}; exec dotnet '{executable}' {command} --data '{bench.Data}'"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["GPCONNECT_AUDITANCHORFILE"] = Path.Combine(bench.Files, "anchors") },
        };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }
}
