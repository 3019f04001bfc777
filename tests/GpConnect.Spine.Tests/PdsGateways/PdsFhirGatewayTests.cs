using GpConnect.Foundations.Pds;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.PdsFhir;

namespace GpConnect.Spine.Tests.PdsGateways;

public sealed class PdsFhirGatewayTests : PdsGatewayContract, IAsyncLifetime
{
    private PdsServer pds = null!;
    private RunningProvider provider = null!;

    private protected override RunningProvider Provider => provider;

    public async Task InitializeAsync()
    {
        pds = await PdsServer.StartAsync();
        provider = await RunningProvider.StartAsync(pds.Configure);
    }

    public async Task DisposeAsync()
    {
        await provider.DisposeAsync();
        await pds.DisposeAsync();
    }

    private protected override Task HoldAsync(string nhsNumber, PdsRecord record)
    {
        pds.Hold(nhsNumber, record);
        return Task.CompletedTask;
    }

    private protected override async Task BreakPdsAsync() => await pds.DisposeAsync();
}
