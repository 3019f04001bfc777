using System.Diagnostics;
using GpConnect.Testing.CrashSafety;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.CrashSafety.Tests;

/// <summary>The recording from which the power cuts are simulated.</summary>
public sealed class DiskTests
{
    private readonly string folder = TestFolders.New();

    [SkippableFact]
    public async Task Everything_that_a_process_wrote_before_it_was_killed_is_recorded()
    {
        for (var turn = 0; turn < 20; turn++)
        {
            var disk = await Disk.UnderAsync(folder);
            var file = Path.Combine(folder, $"{turn}");
            using var writer = Write(file, disk);
            await Eventually.HoldsAsync(() => Task.FromResult(new FileInfo(file) is { Exists: true, Length: > 0 }), 60);
            using (await disk.StillAsync())
            {
                writer.Kill();
                await writer.WaitForExitAsync();
            }

            Assert.Equal(new FileInfo(file).Length, disk.Events().Sum(written => written.Data.Length));
        }
    }

    /// <summary>Starts a process that writes until it is killed.</summary>
    private static Process Write(string file, Disk disk)
    {
        var start = new ProcessStartInfo("dd", ["if=/dev/zero", $"of={file}", "bs=1k"]);
        foreach (var (name, value) in disk.Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
