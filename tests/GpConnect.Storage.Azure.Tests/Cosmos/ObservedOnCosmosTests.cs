using System.Text.Json.Nodes;
using GpConnect.Storage.Azure.Tests.Emulators;
using GpConnect.Testing.Emulators;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Observability;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Azure.Tests.Cosmos;

/// <summary>What metrics and probes show an operator of the Cosmos DB store. Runs against the emulator.</summary>
public sealed class ObservedOnCosmosTests(CosmosFixture fixture) : IClassFixture<CosmosFixture>, IAsyncLifetime
{
    private FaultProxy proxy = null!;

    public async Task InitializeAsync()
    {
        await NodePackages.InstalledAsync();
        Skip.If(fixture.Options.CosmosKey is null, "skipped, because faults are injected in front of the emulator only");
        proxy = await FaultProxy.StartAsync(fixture.Options.CosmosEndpoint!);
    }

    public async Task DisposeAsync()
    {
        if (proxy is not null)
        {
            await proxy.DisposeAsync();
        }
    }

    [SkippableFact]
    [Requirement("DB-10")]
    public async Task Every_call_to_the_account_records_its_charge()
    {
        await using var provider = await RunningProvider.StartAsync(fixture.Options.Through(proxy.Endpoint));
        var person = await fixture.Provider.NewPersonAsync();
        (await provider.SendAsync(ApiRequest.Metadata())).Succeeds();
        await using var observer = Observer.Watch(provider);

        (await provider.SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();
        (await provider.SendAsync(ApiRequest.SearchPatient(SampleData.NotInSystem))).Finds(0);
        (await provider.SendAsync(person.Register())).Registers();

        var charges = observer.Of("gpconnect.store.charge").Select(charge => $"{charge.Tags["gpconnect.operation"]} {charge.Tags["db.response.status_code"]}").ToList();
        Assert.Equal(["read 200", "read 404"], charges.Take(2));
        Assert.Contains("batch 200", charges);
        Assert.All(observer.Of("gpconnect.store.charge"), charge => Assert.True(charge.Value > 0));
    }

    [SkippableFact]
    [Requirement("DB-11")]
    public async Task An_account_that_is_down_is_reported_by_the_probe_and_used_again_when_it_is_back()
    {
        proxy.Inject(_ => true, InjectedFaults.Answer(503), times: int.MaxValue);
        await using var provider = await RunningProvider.StartAsync(fixture.Options.Through(proxy.Endpoint));

        Assert.Equal(["records Unhealthy", "practices Unhealthy", "tasks Healthy", "audit Healthy", "outbox Healthy", "pds Degraded"], await ReadyAsync(provider, 503));
        (await provider.SendAsync(ApiRequest.Read("Patient", "1"))).Fails(503, "INTERNAL_SERVER_ERROR");

        proxy.Clear();
        await Eventually.HoldsAsync(async () => (await provider.SendAsync(ApiRequest.Read("Patient", "1"))).Status == 200);
        await Eventually.HoldsAsync(async () => (await ProbeAsync(provider)).Status == 200);
        Assert.Equal(["records Healthy", "practices Healthy", "tasks Healthy", "audit Healthy", "outbox Healthy", "pds Healthy"], await ReadyAsync(provider, 200));
    }

    [SkippableFact]
    [Requirement("DB-11")]
    public async Task An_unreachable_audit_trail_is_reported_by_the_probe()
    {
        var options = fixture.Options.Through(proxy.Endpoint);
        options.AuditContainer = new Uri("http://127.0.0.1:9/devstoreaccount1/audit");
        await using var provider = await RunningProvider.StartAsync(options);

        Assert.Equal(["records Healthy", "practices Healthy", "tasks Healthy", "audit Unhealthy", "outbox Healthy", "pds Healthy"], await ReadyAsync(provider, 503));
    }

    private static async Task<IEnumerable<string>> ReadyAsync(RunningProvider provider, int status)
    {
        var answer = await ProbeAsync(provider);
        Assert.Equal(status, answer.Status);
        return JsonNode.Parse(answer.Body)!["dependencies"]!.AsObject().Select(dependency => $"{dependency.Key} {dependency.Value!["status"]}");
    }

    private static Task<RawResponse> ProbeAsync(RunningProvider provider) =>
        RawConnection.SendAsync(provider.Port, "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
}
