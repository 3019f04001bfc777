using GpConnect.Testing.Emulators;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Hosting;

namespace GpConnect.Functions.Tests.Cosmos;

/// <summary>The published app behind a simulated Functions host, on the Cosmos DB store, as it runs in Azure.</summary>
public sealed class CustomHandlerOnCosmosTests(CosmosHandlerFixture fixture) : InteractionContract, IClassFixture<CosmosHandlerFixture>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        Skip.IfNot(LinuxOnly.IsHere, LinuxOnly.Reason);
        await NodePackages.InstalledAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private protected override Task<ApiResponse> SendAsync(ApiRequest request) => fixture.Host!.SendAsync(request);

    private protected override Task<Person> NewPersonAsync() => fixture.Host!.Store.AddToPdsAsync(Person.New());
}

/// <summary>A simulated host on a database with the samples, shared by the tests of a class.</summary>
public sealed class CosmosHandlerFixture : IAsyncLifetime
{
    internal SimulatedFunctionsHost? Host { get; private set; }

    public async Task InitializeAsync()
    {
        if (!LinuxOnly.IsHere || !await NodePackages.AreAvailableAsync())
        {
            return;
        }

        var options = await CosmosTestSettings.NewAsync();
        await SampleData.ImportAsync(options);
        Host = await SimulatedFunctionsHost.StartAsync(options);
    }

    public async Task DisposeAsync()
    {
        if (Host is not null)
        {
            await Host.DisposeAsync();
            await CosmosEmulator.AssertSilentAsync();
        }
    }
}
