using System.Text.Json.Nodes;
using GpConnect.Hosting;
using GpConnect.Storage.Azure.Cosmos;
using GpConnect.Testing;
using GpConnect.Testing.Emulators;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Storage.Azure.Tests.Cosmos;

/// <summary>Moving audit entries from the outbox in the store to the trail.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private TestSettings options = null!;
    private Outbox outbox = null!;

    public async Task InitializeAsync()
    {
        options = await CosmosTestSettings.NewAsync();
        await SampleData.ImportAsync(options);
        outbox = await Outbox.OpenAsync(options);
    }

    public Task DisposeAsync()
    {
        outbox?.Dispose();
        return Task.CompletedTask;
    }

    [SkippableTheory]
    [Case("DB-14", """{"id":"audit.zz","practice":"A20047","kind":"audit"}""")]
    [Case("DB-14", """{"id":"audit.zz","practice":"A20047","kind":"audit","entry":{"kind":"call"}}""")]
    [Case("DB-14", """{"id":"audit.zz","practice":"A20047","kind":"audit","entry":"[1]"}""")]
    [Case("DB-14", """{"id":"audit.zz","practice":"A20047","kind":"audit","entry":"{\"kind\":"}""")]
    [Case("DB-14", """{"id":"audit.zz","practice":"A20047","kind":"audit","entry":"{\"a\":\"\\ud800\"}"}""")]
    public async Task An_unreadable_document_is_set_aside_and_does_not_block_other_entries(string id, string document)
    {
        Assert.NotEmpty(id);
        await outbox.PutAsync(document);
        var log = new CapturedLog();
        await using var provider = await RunningProvider.StartAsync(options, services => services.AddSingleton<ILoggerProvider>(log));
        var person = await provider.NewPersonAsync();

        await Eventually.HoldsAsync(async () => (await outbox.OfKindAsync("audit-set-aside")).Count == 1);
        await provider.RegisterAsync(person);
        (await provider.SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();
        await options.OutboxIsEmptyAsync();

        var kept = Assert.Single(await outbox.OfKindAsync("audit-set-aside"));
        Assert.Equal(JsonNode.Parse(document)!["entry"]?.ToJsonString(), kept["entry"]?.ToJsonString());
        await provider.Services.GetRequiredService<AuditOutbox>().SweepAsync(default);
        var ready = JsonNode.Parse((await provider.SendRawAsync("GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).Body)!;
        Assert.Equal("Degraded", (string?)ready["dependencies"]!["outbox"]!["status"]);
        Assert.Equal("1 audit entries in the outbox cannot be read and were set aside", (string?)ready["dependencies"]!["outbox"]!["description"]);
        Assert.Equal("Healthy", (string?)ready["dependencies"]!["tasks"]!["status"]);
        Assert.Contains("Error Audit entry audit.zz in the outbox cannot be read and was set aside", log.Text(), StringComparison.Ordinal);
    }

    [SkippableFact]
    [Requirement("DB-15")]
    public async Task Two_instances_that_start_together_write_each_change_to_the_trail_once()
    {
        var providers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => RunningProvider.StartAsync(options)));
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
            {
                var provider = providers[number % 2];
                await provider.RegisterAsync(await provider.NewPersonAsync());
                if (number % 20 == 0)
                {
                    // Sweeps in the middle of the work of both instances, more often than in a day.
                    await Task.WhenAll(providers.Select(each => each.Services.GetRequiredService<AuditOutbox>().SweepAsync(default)));
                }
            });
            await options.OutboxIsEmptyAsync();
        }
        finally
        {
            foreach (var provider in providers)
            {
                await provider.DisposeAsync();
            }
        }

        var registrations = (await options.TrailAsync()).Where(entry => entry["interaction"]?.ToString().EndsWith("registerpatient-1", StringComparison.Ordinal) is true).ToList();
        Assert.Equal(200, registrations.Count);
        Assert.Equal(200, registrations.DistinctBy(entry => (string?)entry["traceId"]).Count());
        Assert.All(registrations, entry => Assert.Null(entry["again"]));
    }

    [SkippableFact]
    [Requirement("DB-16")]
    public async Task An_entry_whose_owner_crashed_is_moved_by_another_instance_after_the_lease()
    {
        await outbox.PutAsync("""{"id":"audit.zz","practice":"A20047","kind":"audit","owner":"crashed","entry":"{\"id\":\"0d7bb9c2-7a3c-4a8e-9f0e-0c5b8a9a1b11\",\"kind\":\"call\",\"mark\":\"zz\"}"}""");
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var services = new ServiceCollection().AddLogging().AddProvider(options).AddSingleton<TimeProvider>(clock).BuildServiceProvider();
        var moving = services.GetRequiredService<AuditOutbox>();

        await moving.SweepAsync(default);
        await moving.SweepAsync(default);
        Assert.Single(await outbox.OfKindAsync("audit"));
        clock.Advance(AuditOutbox.Lease);
        await moving.SweepAsync(default);

        Assert.Empty(await outbox.OfKindAsync("audit"));
        var moved = Assert.Single(await options.TrailAsync(), entry => (string?)entry["mark"] == "zz");
        Assert.True((bool)moved["again"]!);
    }
}
