using System.Text;
using GpConnect.Functions.Audit;
using GpConnect.Functions.Hosting;
using GpConnect.Functions.Storage.Blobs;
using GpConnect.Functions.Tests.Emulators;
using GpConnect.Functions.Tests.Hosting;
using GpConnect.Functions.Tests.Requirements;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Functions.Tests.Storage;

/// <summary>The audit trail in append blobs, against Azurite.</summary>
public sealed class BlobAuditTrailTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 6, 1, 23, 59, 0, TimeSpan.Zero));
    private ProviderOptions options = null!;
    private FaultProxy proxy = null!;

    public async Task InitializeAsync()
    {
        options = new ProviderOptions { AuditContainer = (await Azurite.NewContainerAsync()).Uri };
        proxy = await FaultProxy.StartAsync(new Uri(options.AuditContainer.GetLeftPart(UriPartial.Authority)));
    }

    public async Task DisposeAsync()
    {
        if (proxy is not null)
        {
            await proxy.DisposeAsync();
        }
    }

    [SkippableFact]
    [Requirement("DB-12")]
    public async Task Entries_that_come_at_once_share_blocks_and_are_all_there()
    {
        await using var trail = Trail();

        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => trail.AppendAsync(Entry(number)).AsTask()));

        Assert.Equal(Enumerable.Range(0, 500), await NumbersAsync());
        Assert.InRange(proxy.Requests.Count(IsAppend), 1, 100);
    }

    [SkippableFact]
    [Requirement("DB-12")]
    public async Task A_new_day_has_a_new_blob()
    {
        await using var trail = Trail();
        await trail.AppendAsync(Entry(1));
        clock.Advance(TimeSpan.FromMinutes(2));
        await trail.AppendAsync(Entry(2));
        await trail.AppendAsync(Entry(3));

        Assert.Equal(["2026/06/01", "2026/06/02"], (await BlobsAsync()).Select(name => name[..10]));
        Assert.Equal([1, 2, 3], await NumbersAsync());
    }

    [SkippableTheory]
    [Case("DB-13", "answer lost")]
    [Case("DB-13", "busy")]
    [Case("DB-13", "dropped")]
    public async Task A_fault_that_passes_leaves_each_entry_there_once(string id, string fault)
    {
        Assert.NotEmpty(id);
        await using var trail = Trail();
        await trail.AppendAsync(Entry(1));
        proxy.Inject(IsAppend, fault switch { "answer lost" => Faults.LoseAnswer, "busy" => Faults.Answer(503), _ => Faults.Drop });

        await trail.AppendAsync(Entry(2));
        await trail.AppendAsync(Entry(3));

        Assert.Equal([1, 2, 3], await NumbersAsync());
        Assert.Single(await BlobsAsync());
    }

    [SkippableFact]
    [Requirement("DB-13")]
    public async Task After_a_failure_the_trail_goes_on_in_a_new_blob()
    {
        await using var trail = Trail();
        await trail.AppendAsync(Entry(1));
        proxy.Inject(IsAppend, Faults.Answer(500), times: int.MaxValue);
        await Assert.ThrowsAnyAsync<Exception>(() => trail.AppendAsync(Entry(2)).AsTask());
        proxy.Clear();
        clock.Advance(TimeSpan.FromSeconds(1));

        await trail.AppendAsync(Entry(3));

        Assert.Equal([1, 3], await NumbersAsync());
        Assert.Equal(2, (await BlobsAsync()).Count);
    }

    private static bool IsAppend(CosmosRequest request) => request.Target.Contains("comp=appendblock", StringComparison.Ordinal);

    private static AuditEntry Entry(int number) => new(Encoding.UTF8.GetBytes($"{{\"number\":{number}}}"));

    private BlobAuditTrail Trail()
    {
        var through = new ProviderOptions { AuditContainer = new Uri(proxy.Endpoint, options.AuditContainer!.AbsolutePath) };
        return new BlobAuditTrail(new AuditBlobs(through, new AuditHeads(), clock), Background.Tasks(clock), clock);
    }

    private async Task<IEnumerable<int>> NumbersAsync() => (await options.TrailAsync()).Where(entry => entry["kind"] is null).Select(entry => (int)entry["number"]!).Order();

    private async Task<IReadOnlyList<string>> BlobsAsync()
    {
        var names = new List<string>();
        await foreach (var blob in Azurite.Container(options.AuditContainer!).GetBlobsAsync())
        {
            names.Add(blob.Name);
        }

        return names;
    }
}
