using System.Collections.Concurrent;
using GpConnect.Hosting;
using GpConnect.Testing;
using GpConnect.Testing.CrashSafety;
using GpConnect.Testing.Emulators;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace GpConnect.CrashSafety.Tests;

/// <summary>SIGKILL of a provider on the Cosmos DB store, whose account and audit trail survive.</summary>
[Collection(AloneTests.Name)]
public sealed class CosmosKillTests(ITestOutputHelper output)
{
    private const int Kills = 3;

    private readonly Acknowledged acknowledged = new();
    private readonly ConcurrentQueue<Person> people = new();

    [SkippableFact]
    [Requirement("CRASH-9")]
    public async Task Nothing_is_lost_and_no_retry_is_a_duplicate_when_the_process_is_killed()
    {
        await NodePackages.InstalledAsync();
        var random = new Random(Seed.New(output));
        var options = await CosmosTestSettings.NewAsync();
        await SampleData.ImportAsync(options);
        await FillAsync(options);
        List<KeyValuePair<string, string>> environment = [.. options.Variables()];

        var server = await Executable.ServeAsync(environment);
        for (var kill = 0; kill < Kills; kill++)
        {
            var clients = new Clients(people, acknowledged, random);
            var calling = clients.RunAsync(server.Port);
            await Task.Delay(random.Next(500, 3000));
            server.Dispose();
            await calling;
            server = await Executable.ServeAsync(environment);
            foreach (var registration in clients.Unanswered)
            {
                await clients.RetryAsync(server.Port, registration);
            }
        }

        output.WriteLine($"{acknowledged.Calls.Count} calls and {acknowledged.Registrations.Count} registrations acknowledged");
        Assert.True(acknowledged.Registrations.Count > 5 * Kills, "The clients did too little for this to mean anything");
        await Parallel.ForEachAsync(acknowledged.Registrations, (registered, _) => KillTests.FindAsync(server.Port, registered));
        await Eventually.HoldsAsync(async () => (await MissingAsync(options)).Count == 0, 120);
        using var verify = Executable.Run(environment, "audit", "verify");
        Assert.True(await verify.EndAsync() == 0, verify.Output);
        server.Dispose();
    }

    private async Task FillAsync(TestSettings options)
    {
        await using var services = new ServiceCollection().AddLogging().AddProvider(options).BuildServiceProvider();
        for (var count = 0; count < 200; count++)
        {
            people.Enqueue(await services.AddToPdsAsync(Person.New()));
        }
    }

    /// <summary>
    /// Answered requests that the trail does not have yet, because entries that were committed with a change wait in the outbox.
    /// After a crash an entry may be there twice, but each has to have the status that was answered.
    /// </summary>
    private async Task<List<Answered>> MissingAsync(TestSettings options)
    {
        var trail = (await options.TrailAsync()).Where(entry => (string?)entry["kind"] == "call").ToLookup(entry => (string?)entry["traceId"], entry => (int)entry["status"]!);
        return [.. acknowledged.Calls.Where(call => !trail[call.TraceId].Distinct().SequenceEqual([call.Status]))];
    }
}
