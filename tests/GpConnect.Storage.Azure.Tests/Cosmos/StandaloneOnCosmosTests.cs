using System.Security.Cryptography;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Practices;
using GpConnect.Storage.Azure.Tests.Emulators;
using GpConnect.Testing.Emulators;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Storage.Azure.Tests.Cosmos;

/// <summary>The standalone host on the Cosmos DB store.</summary>
public sealed class StandaloneOnCosmosTests(CosmosFixture fixture) : InteractionContract, IClassFixture<CosmosFixture>, IAsyncLifetime
{
    private RunningProvider Provider => fixture.Provider;

    public async Task InitializeAsync() => await NodePackages.InstalledAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    [Requirement("DB-1")]
    public async Task A_registered_patient_is_found_at_once_by_another_instance()
    {
        await using var other = await RunningProvider.StartAsync(fixture.Options);
        var person = await Provider.NewPersonAsync();
        var registered = await Provider.RegisterAsync(person);

        var found = Assert.Single((await other.SendAsync(person.Search())).Finds(1));
        Assert.Equal(registered.ToJsonString(), found.ToJsonString());
        (await other.SendAsync(ApiRequest.Read("Patient", (string)registered["id"]!))).Succeeds();
        (await other.SendAsync(person.Register())).Fails(409, "DUPLICATE_REJECTED");
    }

    [SkippableFact]
    [Requirement("DB-1")]
    public async Task Of_many_concurrent_registrations_of_one_person_one_succeeds()
    {
        await using var other = await RunningProvider.StartAsync(fixture.Options);
        var person = await Provider.NewPersonAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => (number % 2 == 0 ? Provider : other).SendAsync(person.Register())));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Contains(answer.Status, new[] { 409, 503 }));
        (await Provider.SendAsync(person.Search())).Finds(1);
    }

    [SkippableFact]
    public async Task With_another_identifier_key_no_practice_is_served()
    {
        var key = fixture.Options.IdentifierKey;
        fixture.Options.IdentifierKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using var other = await RunningProvider.StartAsync(fixture.Options);
        fixture.Options.IdentifierKey = key;

        (await other.SendAsync(ApiRequest.SearchPatient(SampleData.Patient1))).Fails(404, "ORGANISATION_NOT_FOUND");
        (await other.SendAsync(Person.New().Register())).Fails(404, "ORGANISATION_NOT_FOUND");
    }

    [SkippableFact]
    [Requirement("DB-2")]
    public async Task A_verification_is_stored()
    {
        (await Provider.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers["unverified-agrees"]))).Finds(1);

        (await Provider.SendAsync(ApiRequest.Read("Patient", "unverified-agrees"))).Succeeds();
    }

    [SkippableFact]
    [Requirement("DB-3")]
    public async Task Every_request_is_in_the_audit_trail_and_a_registration_is_moved_there_once()
    {
        var person = await Provider.NewPersonAsync();
        var (read, register) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        (await Provider.SendAsync(ApiRequest.Read("Patient", "1").With("Ssp-TraceID", read))).Succeeds();
        (await Provider.SendAsync(person.Register().With("Ssp-TraceID", register))).Registers();
        Assert.Single(await fixture.Options.TrailAsync(), entry => (string?)entry["traceId"] == read);

        await fixture.Options.OutboxIsEmptyAsync();

        var entry = Assert.Single(await fixture.Options.TrailAsync(), entry => (string?)entry["traceId"] == register);
        Assert.Equal(200, (int)entry["status"]!);
    }

    [SkippableFact]
    [Requirement("DB-3")]
    public async Task Switching_a_practice_and_its_audit_entry_are_one_change_that_other_instances_follow()
    {
        await using var other = await RunningProvider.StartAsync(fixture.Options);
        var practices = Provider.Services.GetRequiredService<IPracticeStore>();
        var practice = (await practices.FindAsync(SampleData.OtherOds, default))!;
        var request = ApiRequest.Metadata().Under(SampleData.OtherRoot).With("Ssp-To", SampleData.OtherAsid);
        (await other.SendAsync(request)).Succeeds();
        var mark = Guid.NewGuid().ToString();

        await practices.SaveAsync(practice with { GpConnect = false }, new AuditEntry(System.Text.Encoding.UTF8.GetBytes($"{{\"mark\":\"{mark}\"}}")), default);

        await Eventually.HoldsAsync(async () => (await other.SendAsync(request)).Status == 403);
        await fixture.Options.OutboxIsEmptyAsync();

        Assert.Single(await fixture.Options.TrailAsync(), entry => (string?)entry["mark"] == mark);
    }

    [SkippableFact]
    [Requirement("DB-4")]
    public async Task A_read_is_one_point_read_and_a_search_one_look_up_and_one_read_for_each_match()
    {
        await using var proxy = await FaultProxy.StartAsync(fixture.Options.CosmosEndpoint!);
        await using var counted = await RunningProvider.StartAsync(fixture.Options.Through(proxy.Endpoint));
        (await counted.SendAsync(ApiRequest.Metadata())).Succeeds();

        Assert.Equal(1, await CountAsync(proxy, counted, ApiRequest.Read("Patient", "1")));
        Assert.Equal(1, await CountAsync(proxy, counted, ApiRequest.Read("Location", "unknown")));
        Assert.Equal(2, await CountAsync(proxy, counted, ApiRequest.SearchPatient(SampleData.Patient1)));
        Assert.Equal(2, await CountAsync(proxy, counted, ApiRequest.SearchPatient(SampleData.NotInSystem)));
        Assert.Equal(0, await CountAsync(proxy, counted, ApiRequest.Metadata()));
    }

    [SkippableTheory]
    [Case("DB-17", "18")]
    [Case("DB-17", "9")]
    [Case("DB-17", "21")]
    [Case("DB-17", "lapsed-temporary")]
    [Case("DB-17", "inactive-regular")]
    public async Task A_hidden_patient_costs_the_same_store_calls_as_an_unknown_one(string id, string patient)
    {
        Assert.NotEmpty(id);
        await using var proxy = await FaultProxy.StartAsync(fixture.Options.CosmosEndpoint!);
        await using var watched = await RunningProvider.StartAsync(fixture.Options.Through(proxy.Endpoint));
        (await watched.SendAsync(ApiRequest.Metadata())).Succeeds();

        var unknown = await CallsAsync(proxy, watched, ApiRequest.SearchPatient(SampleData.NotInSystem), finds: 0);
        Assert.Equal(unknown, await CallsAsync(proxy, watched, ApiRequest.SearchPatient(SampleData.NhsNumbers[patient]), finds: 0));
        Assert.Equal(unknown, await CallsAsync(proxy, watched, ApiRequest.SearchPatient(SampleData.Patient1), finds: 1));

        unknown = await CallsAsync(proxy, watched, ApiRequest.Read("Patient", "unknown"));
        Assert.Equal(unknown, await CallsAsync(proxy, watched, ApiRequest.Read("Patient", patient)));
    }

    [SkippableFact]
    [Requirement("DB-5")]
    public async Task Nothing_that_a_caller_sent_is_in_a_request_line_to_the_account()
    {
        await using var proxy = await FaultProxy.StartAsync(fixture.Options.CosmosEndpoint!);
        await using var watched = await RunningProvider.StartAsync(fixture.Options.Through(proxy.Endpoint));
        var person = await watched.NewPersonAsync();
        await watched.RegisterAsync(person);
        await watched.SendAsync(person.Search());
        await watched.SendAsync(ApiRequest.Read("Patient", person.NhsNumber).Hiding(person.NhsNumber));
        await watched.SendAsync(ApiRequest.Read("Patient", "Nowakowski"));
        await watched.SendAsync(ApiRequest.Metadata().Under($"/{person.NhsNumber}/STU3/1/gpconnect").Hiding(person.NhsNumber));

        var sent = string.Join('\n', proxy.Requests.Select(request => request.Target));

        Assert.Contains("/docs/record.Patient.", sent, StringComparison.Ordinal);
        Assert.False(sent.Contains(person.NhsNumber, StringComparison.Ordinal) || sent.Contains("Nowakowski", StringComparison.OrdinalIgnoreCase), "A request line contains text that a caller sent");
    }

    [SkippableFact]
    [Requirement("DB-6")]
    public async Task A_request_fails_when_the_audit_trail_cannot_be_written()
    {
        var options = fixture.Options.Through(fixture.Options.CosmosEndpoint!);
        options.AuditContainer = new Uri("http://127.0.0.1:9/devstoreaccount1/audit");
        await using var blind = await RunningProvider.StartAsync(options);

        (await blind.SendAsync(ApiRequest.Read("Patient", "1"))).Fails(500, "INTERNAL_SERVER_ERROR", "audit");
    }

    private protected override Task<ApiResponse> SendAsync(ApiRequest request) => Provider.SendAsync(request);

    private protected override Task<Person> NewPersonAsync() => Provider.NewPersonAsync();

    private static async Task<int> CountAsync(FaultProxy proxy, RunningProvider provider, ApiRequest request) =>
        (await CallsAsync(proxy, provider, request)).Count(call => call.EndsWith($" {CosmosCall.Read}", StringComparison.Ordinal));

    /// <summary>The calls of a request in order, each with the kind of document, without the practice, which is cached before.</summary>
    private static async Task<IReadOnlyList<string>> CallsAsync(FaultProxy proxy, RunningProvider provider, ApiRequest request, int? finds = null)
    {
        var practice = proxy.Requests.Count;
        await provider.SendAsync(ApiRequest.Metadata());
        var before = proxy.Requests.Count;
        var answer = await provider.SendAsync(request);
        Assert.InRange(before - practice, 0, 1);
        if (finds is { } count)
        {
            answer.Finds(count);
        }

        return
        [
            .. proxy.Requests.Skip(before).Where(sent => sent.Call is not (CosmosCall.Metadata or CosmosCall.Query))
                .Select(sent => $"{sent.Target.Split('/')[^1].Split('.')[0]} {sent.Call}"),
        ];
    }
}
