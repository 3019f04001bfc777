using GpConnect.Hosting;
using GpConnect.SimulatedHost;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GpConnect.Functions.Tests.Hosting;

/// <summary>The published app as the isolated worker of a simulated Functions host.</summary>
internal sealed class HostedProvider : IAsyncDisposable
{
    public const string Library = "GpConnect.Functions.dll";

    private HostedProvider(FunctionsHost host, TestSettings options)
    {
        Host = host;
        Store = new ServiceCollection().AddLogging().AddProvider(options).BuildServiceProvider();
    }

    public FunctionsHost Host { get; }

    /// <summary>Direct access to the store that the worker serves.</summary>
    public ServiceProvider Store { get; }

    /// <summary>The name of the function that ran last.</summary>
    public string LastFunction => Host.Invocations.Last().Function;

    public static async Task<HostedProvider> StartAsync(TestSettings options)
    {
        options.PublicHost = "https://provider.example";
        options.LogLevel = LogLevel.Debug;
        var host = await FunctionsHost.StartAsync(await PublishedApp.FolderAsync(), Library, options.Variables().ToDictionary());
        return new HostedProvider(host, options);
    }

    public Task<ApiResponse> SendAsync(ApiRequest request) => request.SendAsync(Host.Url.Port, TimeProvider.System.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Store.DisposeAsync();
        PatientDataMarkers.AssertAbsent("What worker and host wrote", string.Join('\n', Host.Output.Concat(Host.Logs)));
    }
}

/// <summary>A simulated host on the embedded store, shared by the tests of a class.</summary>
public sealed class HostedProviderFixture : IAsyncLifetime
{
    internal HostedProvider? Provider { get; private set; }

    public async Task InitializeAsync() =>
        Provider = LinuxOnly.IsHere ? await HostedProvider.StartAsync(new TestSettings { DataFolder = await SampleData.NewFolderAsync() }) : null;

    public async Task DisposeAsync()
    {
        if (Provider is not null)
        {
            await Provider.DisposeAsync();
        }
    }
}
