using GpConnect.Testing;
using GpConnect.Testing.Emulators;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Storage.Azure.Tests.Cosmos;

/// <summary>A database with the samples and a provider on it, shared by the tests of a class.</summary>
public sealed class CosmosFixture : IAsyncLifetime
{
    internal TestSettings Options { get; private set; } = null!;

    internal RunningProvider Provider { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!await NodePackages.AreAvailableAsync())
        {
            return;
        }

        Options = await CosmosTestSettings.NewAsync();
        await SampleData.ImportAsync(Options);
        Provider = await RunningProvider.StartAsync(Options);
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
