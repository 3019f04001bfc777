using System.Diagnostics;
using GpConnect.Testing.CrashSafety;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.CrashSafety.Tests;

/// <summary>The recording that the power cuts are made from.</summary>
public sealed class DiskTests
{
    private readonly string folder = TestFolders.New();

    [SkippableFact]
    public async Task All_that_a_process_has_written_when_it_is_killed_is_recorded()
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

    /// <summary>Writes without an end.</summary>
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
