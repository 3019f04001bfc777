using System.Collections.Concurrent;
using System.Globalization;
using GpConnect.Testing;
using GpConnect.Testing.CrashSafety;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Xunit.Abstractions;

namespace GpConnect.CrashSafety.Tests;

/// <summary>SIGKILL at random moments, ten times or as often as <c>CRASH_KILLS</c> specifies (docs/crash-safety.md).</summary>
[Collection(AloneTests.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int PeopleEachTime = 200;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("CRASH_KILLS") ?? "10", CultureInfo.InvariantCulture);

    private readonly Acknowledged acknowledged = new();
    private readonly ConcurrentQueue<Person> people = new();
    private int seen;

    [Fact]
    [Requirement("CRASH-1")]
    [Requirement("CRASH-2")]
    [Requirement("CRASH-3")]
    public async Task Nothing_that_was_acknowledged_is_lost_and_no_change_is_partial_when_the_process_is_killed()
    {
        var random = new Random(Seed.New(output));
        var folder = await SampleData.NewFolderAsync();
        var anchors = Path.Combine(TestFolders.New(), "anchors");
        KeyValuePair<string, string>[] environment = [new("GPCONNECT_DATAFOLDER", folder), new("GPCONNECT_AUDITANCHORFILE", anchors)];

        // Writes a record and therefore the first anchor: a file without anchors is refused.
        using var search = Executable.Run(environment, "audit", "search", "--to", "2000-01-01");
        Assert.True(await search.EndAsync() == 0, search.Output);

        var operators = new Operators(environment, anchors, acknowledged, new Random(random.Next()));
        var server = await Executable.ServeAsync(environment);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await people.FillAsync(folder, PeopleEachTime);
            var clients = new Clients(people, acknowledged, random);
            await RunAndKillAsync(server, operators, clients, random);
            await StoreCheck.AssertSoundAsync(folder, acknowledged);

            server = await Executable.ServeAsync(environment);
            using var verify = Executable.Run(environment, "audit", "verify", "--anchors", anchors);
            await ContinueAsync(server, clients);
            Assert.True(await verify.EndAsync() == 0, verify.Output);
            output.WriteLine($"Kill {kill}: {acknowledged.Calls.Count} calls, {acknowledged.Registrations.Count} registrations and {acknowledged.Commands.Count} commands acknowledged so far");
        }

        await StoreCheck.AssertSoundAsync(folder, acknowledged);
        server.Dispose();
        Assert.DoesNotContain(acknowledged.Calls, call => call.Status == 500);
        Assert.True(acknowledged.Registrations.Count > 3 * Kills, "The clients did too little for this to mean anything");
    }

    private static async Task RunAndKillAsync(Executable server, Operators operators, Clients clients, Random random)
    {
        var operating = operators.RunAsync();
        var calling = clients.RunAsync(server.Port);
        await Task.Delay(random.Next(50, 2500));
        server.Dispose();
        operators.Stop();
        await Task.WhenAll(operating, calling);
    }

    /// <summary>Checks that the provider continues: unanswered registrations can be sent again, registered patients are found.</summary>
    private async Task ContinueAsync(Executable server, Clients clients)
    {
        foreach (var registration in clients.Unanswered)
        {
            await clients.RetryAsync(server.Port, registration);
        }

        await Parallel.ForEachAsync(acknowledged.Registrations.Skip(seen), (registered, _) => FindAsync(server.Port, registered));
        seen = acknowledged.Registrations.Count;
    }

    /// <summary>Checks a registration as a consumer sees it; <see cref="StoreCheck"/> checks the whole store.</summary>
    internal static async ValueTask FindAsync(int port, RegisteredPerson registered)
    {
        var now = TimeProvider.System.GetUtcNow();
        var found = Assert.Single((await ApiRequest.SearchPatient(registered.NhsNumber).SendAsync(port, now)).Finds(1));
        Assert.Equal(registered.PatientId, (string?)found["id"]);
        (await ApiRequest.Read("Patient", registered.PatientId).SendAsync(port, now)).Succeeds();
    }
}
