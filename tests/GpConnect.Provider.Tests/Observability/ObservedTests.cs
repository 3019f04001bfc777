using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Observability;

namespace GpConnect.Provider.Tests.Observability;

/// <summary>Gives each test a provider and an observer of its spans and measurements.</summary>
public abstract class ObservedTests : IAsyncLifetime
{
    private protected RunningProvider Provider { get; private set; } = null!;

    private protected Observer Observer { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Provider = await RunningProvider.StartAsync();
        Observer = Observer.Watch(Provider);
    }

    public async Task DisposeAsync()
    {
        await Observer.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
