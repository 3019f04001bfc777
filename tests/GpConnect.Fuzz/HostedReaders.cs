using GpConnect.SimulatedHost;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Fuzz;

namespace GpConnect.Fuzz;

/// <summary>The readers of requests, with the published Functions app behind a simulated host as their server.</summary>
internal sealed class HostedReaders : IReaders
{
    private readonly Readers composers;
    private readonly FunctionsHost host;

    private HostedReaders(Readers composers, FunctionsHost host)
    {
        (this.composers, this.host) = (composers, host);

        // Without TLS nothing reads a certificate, and the answers of Spine do not pass through the host.
        All = [.. composers.All.OfType<RequestReader>().Where(reader => reader.Name != Readers.Certificate && !reader.IsOfPds).Select(reader => new HostedReader(reader, host))];
    }

    public IReadOnlyList<IReader> All { get; }

    /// <param name="appFolder">The published app.</param>
    public static async Task<HostedReaders> StartAsync(string appFolder)
    {
        var settings = new TestSettings { DataFolder = await SampleData.NewFolderAsync() };
        return new HostedReaders(await Readers.StartAsync(TimeProvider.System), await FunctionsHost.StartAsync(appFolder, "GpConnect.Functions.dll", settings.Variables().ToDictionary()));
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await composers.DisposeAsync();
    }
}
