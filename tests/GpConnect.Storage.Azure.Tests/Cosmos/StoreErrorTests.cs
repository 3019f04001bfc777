using GpConnect.Storage.Azure.Tests.Emulators;
using GpConnect.Testing.Emulators;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Azure.Tests.Cosmos;

/// <summary>The answers when the account fails, at each call that an interaction makes to it. Runs against the emulator.</summary>
public sealed class StoreErrorTests(CosmosFixture fixture) : IClassFixture<CosmosFixture>, IAsyncLifetime
{
    /// <summary>Seconds that a call to the account may take in cases that end only with this time limit.</summary>
    private const int ShortBudget = 2;

    public async Task InitializeAsync()
    {
        await NodePackages.InstalledAsync();
        Skip.If(fixture.Options.CosmosKey is null, "skipped, because faults are injected in front of the emulator only");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableTheory]
    [Case("CF-1", "429", 503)]
    [Case("CF-1", "503", 503)]
    [Case("CF-2", "449", 500)]
    [Case("CF-2", "408", 500)]
    [Case("CF-2", "410", 500)]
    [Case("CF-2", "400", 500)]
    [Case("CF-2", "drop", 500)]
    [Case("CF-2", "hang", 500)]
    [Case("CF-2", "slow", 500)]
    [Case("CF-3", "answer lost", 500)]
    [Case("CF-3", "answer held back", 500)]
    public async Task An_error_of_any_store_call_is_answered_as_documented_and_leaves_no_partial_change(string id, string error, int status)
    {
        Assert.NotEmpty(id);
        await Task.WhenAll(
            [
                .. Enumerable.Range(0, 2).Select(call => FailAsync("read", call, error, status)),
                .. Enumerable.Range(0, 3).Select(call => FailAsync("search", call, error, status)),
                .. Enumerable.Range(0, 5).Select(call => FailAsync("register", call, error, status)),
            ]);
    }

    [SkippableTheory]
    [Case("CF-4", "429")]
    [Case("CF-4", "449")]
    [Case("CF-4", "answer lost")]
    public async Task A_transient_error_is_not_seen_by_the_caller(string id, string error)
    {
        Assert.NotEmpty(id);
        await Task.WhenAll(
            [
                .. Enumerable.Range(0, 2).Select(call => SucceedAsync("read", call, error)),
                .. Enumerable.Range(0, 3).Select(call => SucceedAsync("search", call, error)),
                .. Enumerable.Range(0, error == "answer lost" ? 4 : 5).Select(call => SucceedAsync("register", call, error)),
            ]);
    }

    private static Fault Of(string error) => error switch
    {
        "drop" => InjectedFaults.Drop,
        "hang" => InjectedFaults.Hang,
        "slow" => InjectedFaults.Delay(TimeSpan.FromSeconds(5)),
        "answer lost" => InjectedFaults.LoseAnswer,
        "answer held back" => InjectedFaults.HoldAnswer,
        _ => InjectedFaults.Answer(int.Parse(error, System.Globalization.CultureInfo.InvariantCulture), retryAfter: TimeSpan.FromMilliseconds(5)),
    };

    private async Task FailAsync(string interaction, int call, string error, int status)
    {
        await using var proxy = await FaultProxy.StartAsync(fixture.Options.CosmosEndpoint!);
        var options = fixture.Options.Through(proxy.Endpoint);
        options.StoreTimeoutSeconds = status == 500 ? ShortBudget : options.StoreTimeoutSeconds;
        await using var provider = await RunningProvider.StartAsync(options);
        var person = await fixture.Provider.NewPersonAsync();
        var request = Request(interaction, person);
        proxy.Inject(IsOfRequest, Of(error), skip: call, times: int.MaxValue);

        var answer = await provider.SendAsync(request);

        Assert.True(status == answer.Status, $"{interaction}, call {call}, {error}: {answer.Status}");
        Assert.Equal(status == 503, answer.Header("Retry-After") is not null);
        proxy.Clear();
        await Eventually.HoldsAsync(async () => (await provider.SendAsync(request)).Status == 200);
        if (interaction == "register")
        {
            // Whether the registration was stored or not, the same request succeeds and a different one is a duplicate.
            var patient = (await fixture.Provider.SendAsync(request)).Registers();
            (await fixture.Provider.SendAsync(person.Register())).Fails(409, "DUPLICATE_REJECTED");
            Assert.Equal((string)patient["id"]!, (string)Assert.Single((await fixture.Provider.SendAsync(person.Search())).Finds(1))["id"]!);
        }
    }

    private async Task SucceedAsync(string interaction, int call, string error)
    {
        await using var proxy = await FaultProxy.StartAsync(fixture.Options.CosmosEndpoint!);
        await using var provider = await RunningProvider.StartAsync(fixture.Options.Through(proxy.Endpoint));
        var person = await fixture.Provider.NewPersonAsync();
        proxy.Inject(IsOfRequest, Of(error), skip: call);

        var answer = await provider.SendAsync(Request(interaction, person));

        Assert.True(answer.Status == 200, $"{interaction}, call {call}, {error}: {answer.Status}");
    }

    private static ApiRequest Request(string interaction, Person person) => interaction switch
    {
        "read" => ApiRequest.Read("Patient", "1"),
        "search" => ApiRequest.SearchPatient(SampleData.Patient1),
        _ => person.Register(),
    };

    private static bool IsOfRequest(CosmosRequest request) => request.Call is CosmosCall.Read or CosmosCall.Batch;
}
