using GpConnect.Foundations.Pds;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Spine.Tests.PdsGateways;

public sealed class EmbeddedGatewayTests : PdsGatewayContract, IAsyncLifetime
{
    private RunningProvider provider = null!;

    private protected override RunningProvider Provider => provider;

    public async Task InitializeAsync() => provider = await RunningProvider.StartAsync();

    public async Task DisposeAsync() => await provider.DisposeAsync();

    private protected override Task HoldAsync(string nhsNumber, PdsRecord record) => provider.SaveToPdsUnderAsync(nhsNumber, record);

    private protected override Task BreakPdsAsync()
    {
        provider.Execute("ALTER TABLE pds RENAME TO gone");
        return Task.CompletedTask;
    }
}
