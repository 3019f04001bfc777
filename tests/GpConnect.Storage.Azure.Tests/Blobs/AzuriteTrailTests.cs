using System.Text;
using GpConnect.Foundations.Audit;
using GpConnect.Storage.Azure.Blobs;
using GpConnect.Storage.Azure.Tests.Emulators;
using GpConnect.Testing;
using GpConnect.Testing.Emulators;
using GpConnect.Testing.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Storage.Azure.Tests.Blobs;

/// <summary>Base of tests that each have their own audit trail in Azurite, reached through a proxy that injects faults.</summary>
public abstract class AzuriteTrailTests(DateTimeOffset start) : IAsyncLifetime
{
    private protected FakeTimeProvider Clock { get; } = new(start);

    /// <summary>Settings that reach Azurite directly, without the proxy.</summary>
    private protected TestSettings Options { get; private set; } = null!;

    private protected FaultProxy Proxy { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Options = new TestSettings { AuditContainer = (await Azurite.NewContainerAsync()).Uri };
        Proxy = await FaultProxy.StartAsync(new Uri(Options.AuditContainer.GetLeftPart(UriPartial.Authority)));
    }

    public async Task DisposeAsync()
    {
        if (Proxy is not null)
        {
            await Proxy.DisposeAsync();
        }
    }

    private protected static bool IsAppend(CosmosRequest request) => request.Target.Contains("comp=appendblock", StringComparison.Ordinal);

    private protected static AuditEntry Entry(int number) => new(Encoding.UTF8.GetBytes($"{{\"number\":{number}}}"));

    private protected AuditBlobs Blobs() =>
        new(new TestSettings { AuditContainer = new Uri(Proxy.Endpoint, Options.AuditContainer!.AbsolutePath) }, new AuditHeads(), Clock);

    private protected BlobAuditTrail Trail() => new(Blobs(), Background.Tasks(Clock), Clock);

    private protected async Task<IEnumerable<int>> NumbersAsync() =>
        (await Options.TrailAsync()).Where(entry => entry["kind"] is null).Select(entry => (int)entry["number"]!).Order();
}
