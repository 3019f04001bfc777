using GpConnect.Foundations.Pds;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.SpineMiniServices;

namespace GpConnect.Spine.Tests.PdsGateways;

/// <summary>With the setting that accepts an unknown sensitivity, which the service cannot report; otherwise no one is verified.</summary>
public sealed class SmspGatewayTests : PdsGatewayContract, IAsyncLifetime
{
    private MiniService pds = null!;
    private RunningProvider provider = null!;

    private protected override RunningProvider Provider => provider;

    public async Task InitializeAsync()
    {
        Skip.If(TestAuthority.Reason is not null, TestAuthority.Reason);
        pds = await MiniService.StartAsync();
        provider = await RunningProvider.StartAsync(pds.Configure);
    }

    public async Task DisposeAsync()
    {
        if (provider is null)
        {
            return;
        }

        await provider.DisposeAsync();
        await pds.DisposeAsync();
        Assert.Empty(pds.Rejected);
    }

    private protected override Task HoldAsync(string nhsNumber, PdsRecord record)
    {
        pds.Hold(nhsNumber, record);
        return Task.CompletedTask;
    }

    private protected override async Task BreakPdsAsync() => await pds.DisposeAsync();
}
