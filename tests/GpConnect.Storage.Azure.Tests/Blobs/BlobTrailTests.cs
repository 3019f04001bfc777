using GpConnect.Storage.Azure.Tests.Cosmos;
using GpConnect.Testing.Audit;
using GpConnect.Testing.Emulators;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Storage.Azure.Tests.Blobs;

public sealed class BlobTrailTests(CosmosFixture fixture) : TrailContract, IClassFixture<CosmosFixture>, IAsyncLifetime
{
    private protected override RunningProvider Provider => fixture.Provider;

    public async Task InitializeAsync() => await NodePackages.InstalledAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    private protected override Task SettleAsync() => fixture.Options.OutboxIsEmptyAsync();
}
