using GpConnect.Server.Tests.Observability;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Server.Tests.Limits;

/// <summary>More unfinished bodies than memory can hold. <c>bench/flood</c> does the same on a larger scale.</summary>
[Collection(AloneTests.Name)]
public sealed class FloodTests
{
    private const int Connections = 600;
    private const int Megabyte = 1024 * 1024;

    [SkippableFact]
    [Requirement("AB-7")]
    public async Task Memory_stays_bounded_under_a_flood_of_large_bodies()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Skipped, because only Linux reports the memory of a process in /proc");
        using var provider = await ProviderProcess.StartAsync(new() { ["GPCONNECT_MAXIMUMREQUESTS"] = "16" });
        (await provider.SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();
        var before = await provider.PeakMemoryAsync();
        var flood = ApiRequest.Register(new byte[Megabyte - 1]).ToBytes(TimeProvider.System.GetUtcNow(), provider.Port);

        var attempts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => OpenConnection.AttemptAsync(provider.Port)));
        var connections = attempts.OfType<OpenConnection>().ToList();
        await Task.WhenAll(connections.Select(connection => connection.SendQuietlyAsync(flood.AsMemory(0, flood.Length - 1))));

        // Lets the server read what is still in the buffers of the system.
        await Task.Delay(TimeSpan.FromSeconds(2));
        var growth = await provider.PeakMemoryAsync() - before;
        connections.ForEach(connection => connection.Dispose());

        Assert.True(growth < 200L * Megabyte, $"Memory grew by {growth / Megabyte} MB for {Connections} bodies of 1 MB");
        await Eventually.HoldsAsync(async () => (await provider.SendAsync(ApiRequest.Read("Patient", "1"))).Status == 200);
    }
}
