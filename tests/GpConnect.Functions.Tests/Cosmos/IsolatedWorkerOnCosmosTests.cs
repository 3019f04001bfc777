using GpConnect.Functions.Tests.Hosting;
using GpConnect.Testing;
using GpConnect.Testing.Emulators;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.Requirements;

namespace GpConnect.Functions.Tests.Cosmos;

/// <summary>The published app behind a simulated Functions host, on the Cosmos DB store, as it runs in Azure.</summary>
public sealed class IsolatedWorkerOnCosmosTests(CosmosWorkerFixture fixture) : InteractionContract, IClassFixture<CosmosWorkerFixture>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        Skip.IfNot(LinuxOnly.IsHere, LinuxOnly.Reason);
        await NodePackages.InstalledAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableTheory]
    [Formats]
    [Requirement("FH-16")]
    public async Task Two_workers_on_one_store_register_a_person_once(FhirFormat format)
    {
        await using var other = await HostedProvider.StartAsync(fixture.Settings!);
        var person = await NewPersonAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => (number % 2 == 0 ? other : fixture.Provider!).SendAsync(person.Register(format))));

        var registered = answers.Where(answer => answer.Status == 200).ToList();
        Assert.NotEmpty(registered);
        Assert.All(answers.Except(registered), answer => answer.Fails(409, "DUPLICATE_REJECTED"));
        Assert.Single((await other.SendAsync(person.Search())).Finds(1));
    }

    private protected override Task<ApiResponse> SendAsync(ApiRequest request) => fixture.Provider!.SendAsync(request);

    private protected override Task<Person> NewPersonAsync() => fixture.Provider!.Store.AddToPdsAsync(Person.New());
}

/// <summary>A simulated host on a database with the samples, shared by the tests of a class.</summary>
public sealed class CosmosWorkerFixture : IAsyncLifetime
{
    internal HostedProvider? Provider { get; private set; }

    internal TestSettings? Settings { get; private set; }

    public async Task InitializeAsync()
    {
        if (!LinuxOnly.IsHere || !await NodePackages.AreAvailableAsync())
        {
            return;
        }

        Settings = await CosmosTestSettings.NewAsync();
        await SampleData.ImportAsync(Settings);
        Provider = await HostedProvider.StartAsync(Settings);
    }

    public async Task DisposeAsync()
    {
        if (Provider is not null)
        {
            await Provider.DisposeAsync();
            await CosmosEmulator.AssertSilentAsync();
        }
    }
}
