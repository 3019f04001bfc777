using GpConnect.Functions.Tests.Cosmos;
using GpConnect.Functions.Tests.Emulators;
using GpConnect.Functions.Tests.EndToEnd;

namespace GpConnect.Functions.Tests.Audit;

public sealed class BlobTrailTests(CosmosFixture fixture) : TrailContract, IClassFixture<CosmosFixture>, IAsyncLifetime
{
    private protected override RunningProvider Provider => fixture.Provider;

    public async Task InitializeAsync() => await NodePackages.InstalledAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    private protected override Task SettleAsync() => fixture.Options.OutboxIsEmptyAsync();
}
