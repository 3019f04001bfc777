using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.SpineMiniServices;

namespace GpConnect.Spine.Tests.SpineMiniServices;

/// <summary>A service and two providers that query it, shared by the tests of a class.</summary>
public sealed class SmspFixture : IAsyncLifetime
{
    internal MiniService Service { get; private set; } = null!;

    /// <summary>Accepts an unknown sensitivity, because the service cannot report it.</summary>
    internal RunningProvider Provider { get; private set; } = null!;

    /// <summary>Does not accept an unknown sensitivity, as by default.</summary>
    internal RunningProvider Cautious { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (TestAuthority.Reason is not null)
        {
            return;
        }

        Service = await MiniService.StartAsync();
        Provider = await RunningProvider.StartAsync(Service.Configure);
        Cautious = await RunningProvider.StartAsync(options =>
        {
            Service.Configure(options);
            options.SmspAcceptUnknownSensitivity = false;
        });
    }

    public async Task DisposeAsync()
    {
        if (Service is null)
        {
            return;
        }

        await Provider.DisposeAsync();
        await Cautious.DisposeAsync();
        await Service.DisposeAsync();
        Assert.Empty(Service.Rejected);
    }
}
