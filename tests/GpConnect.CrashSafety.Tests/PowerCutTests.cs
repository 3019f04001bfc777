using System.Collections.Concurrent;
using System.Globalization;
using GpConnect.Testing;
using GpConnect.Testing.CrashSafety;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Xunit.Abstractions;

namespace GpConnect.CrashSafety.Tests;

/// <summary>
/// Power cuts: any part of what was not flushed is lost, in any order. Every write and flush of a run is recorded, and the data
/// folder is reconstructed as it would be after a cut, at thirty random moments or as many as <c>CRASH_CUTS</c> specifies.
/// </summary>
[Collection(AloneTests.Name)]
public sealed class PowerCutTests(ITestOutputHelper output)
{
    private static readonly int Cuts = int.Parse(Environment.GetEnvironmentVariable("CRASH_CUTS") ?? "30", CultureInfo.InvariantCulture);

    private readonly string folder = TestFolders.New();
    private readonly string original = TestFolders.New();
    private readonly ConcurrentQueue<Person> people = new();

    private string Database => Path.Combine(folder, "gpconnect.db");

    [SkippableFact]
    [Requirement("CRASH-4")]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_power_is_cut()
    {
        var random = new Random(Seed.New(output));
        var disk = await PrepareAsync();
        var acknowledged = new Acknowledged(disk.Position);
        await RunAndKillAsync(disk, acknowledged, random);
        await RunAndKillAsync(disk, acknowledged, random);
        var events = disk.Events();
        AssertComplete(events);
        output.WriteLine($"{events.Count(one => one.Kind == DiskEventKind.Write)} writes, {events.Count(one => one.Kind == DiskEventKind.Flush)} flushes, {events.Count(one => one.Kind == DiskEventKind.Flush && one.Path == Database)} of them after a checkpoint; {acknowledged.Calls.Count} calls, {acknowledged.Registrations.Count} registrations and {acknowledged.Commands.Count} commands acknowledged");
        Assert.True(acknowledged.Registrations.Count > 20, "The clients did too little for this to mean anything");

        // Half of the cuts come at the last moment of a flush: this reveals an answer that did not wait for it.
        var flushes = Enumerable.Range(1, events.Count - 1).Where(index => events[index].Kind == DiskEventKind.Flush).ToList();
        for (var cut = 1; cut <= Cuts; cut++)
        {
            var next = random.Next(2) == 0 ? random.Next(1, events.Count) : flushes[random.Next(flushes.Count)];
            var before = events.Take(next).ToList();
            var acknowledgedBefore = acknowledged.Before(events[next].Position);
            foreach (var share in new[] { 0, 0.2, 0.8 })
            {
                await CheckAsync(before, acknowledgedBefore, () => random.NextDouble() < share);
            }
        }
    }

    private async Task<Disk> PrepareAsync()
    {
        var disk = await Disk.UnderAsync(folder);
        File.Copy(Directory.EnumerateFiles(await SampleData.NewFolderAsync()).Single(), Database);
        await people.FillAsync(folder, 2000);
        Copy(folder, original);
        return disk;
    }

    private async Task RunAndKillAsync(Disk disk, Acknowledged acknowledged, Random random)
    {
        var operators = new Operators(disk.Environment, Path.Combine(TestFolders.New(), "none"), acknowledged, new Random(random.Next()), disk);
        using var server = await Executable.ServeAsync(disk.Environment);
        var operating = operators.RunAsync();
        var before = File.GetLastWriteTimeUtc(Database);
        var calling = new Clients(people, acknowledged, random).RunAsync(server.Port);

        // The time after a checkpoint is critical: the log is overwritten from its start.
        await Eventually.HoldsAsync(() => Task.FromResult(File.GetLastWriteTimeUtc(Database) > before), 60);
        await Task.Delay(2000);
        using (await disk.StillAsync())
        {
            server.Kill();
        }

        operators.Stop();
        await Task.WhenAll(operating, calling);
    }

    /// <summary>Checks that the recording missed nothing: with every write kept, flushed or not, it reproduces the folder.</summary>
    private void AssertComplete(IReadOnlyList<DiskEvent> events)
    {
        var image = TestFolders.New();
        new DiskImage(folder, original, events, () => true).WriteTo(image);
        foreach (var name in new[] { "gpconnect.db", "gpconnect.db-wal" })
        {
            Assert.True(File.ReadAllBytes(Path.Combine(folder, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(image, name))), $"The recording of {name} is not complete");
        }
    }

    private async Task CheckAsync(IReadOnlyList<DiskEvent> before, Acknowledged acknowledged, Func<bool> isKept)
    {
        var image = TestFolders.New();
        new DiskImage(folder, original, before, isKept).WriteTo(image);
        await StoreCheck.AssertSoundAsync(image, acknowledged);
        Directory.Delete(image, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
