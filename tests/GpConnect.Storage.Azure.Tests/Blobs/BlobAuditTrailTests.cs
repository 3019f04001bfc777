using GpConnect.Testing.Emulators;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Azure.Tests.Blobs;

/// <summary>The audit trail in append blobs, against Azurite.</summary>
public sealed class BlobAuditTrailTests() : AzuriteTrailTests(new DateTimeOffset(2026, 6, 1, 23, 59, 0, TimeSpan.Zero))
{
    [SkippableFact]
    [Requirement("DB-12")]
    public async Task Concurrent_entries_share_blocks_and_are_all_written()
    {
        await using var trail = Trail();

        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => trail.AppendAsync(Entry(number)).AsTask()));

        Assert.Equal(Enumerable.Range(0, 500), await NumbersAsync());
        Assert.InRange(Proxy.Requests.Count(IsAppend), 1, 100);
    }

    [SkippableFact]
    [Requirement("DB-12")]
    public async Task A_new_day_starts_a_new_blob()
    {
        await using var trail = Trail();
        await trail.AppendAsync(Entry(1));
        Clock.Advance(TimeSpan.FromMinutes(2));
        await trail.AppendAsync(Entry(2));
        await trail.AppendAsync(Entry(3));

        Assert.Equal(["2026/06/01", "2026/06/02"], (await BlobsAsync()).Select(name => name[..10]));
        Assert.Equal([1, 2, 3], await NumbersAsync());
    }

    [SkippableTheory]
    [Case("DB-13", "answer lost")]
    [Case("DB-13", "busy")]
    [Case("DB-13", "dropped")]
    public async Task After_a_transient_error_each_entry_is_there_once(string id, string error)
    {
        Assert.NotEmpty(id);
        await using var trail = Trail();
        await trail.AppendAsync(Entry(1));
        Proxy.Inject(IsAppend, error switch { "answer lost" => InjectedFaults.LoseAnswer, "busy" => InjectedFaults.Answer(503), _ => InjectedFaults.Drop });

        await trail.AppendAsync(Entry(2));
        await trail.AppendAsync(Entry(3));

        Assert.Equal([1, 2, 3], await NumbersAsync());
        Assert.Single(await BlobsAsync());
    }

    [SkippableFact]
    [Requirement("DB-13")]
    public async Task After_a_failure_the_trail_continues_in_a_new_blob()
    {
        await using var trail = Trail();
        await trail.AppendAsync(Entry(1));
        Proxy.Inject(IsAppend, InjectedFaults.Answer(500), times: int.MaxValue);
        await Assert.ThrowsAnyAsync<Exception>(() => trail.AppendAsync(Entry(2)).AsTask());
        Proxy.Clear();
        Clock.Advance(TimeSpan.FromSeconds(1));

        await trail.AppendAsync(Entry(3));

        Assert.Equal([1, 3], await NumbersAsync());
        Assert.Equal(2, (await BlobsAsync()).Count);
    }

    private async Task<IReadOnlyList<string>> BlobsAsync()
    {
        var names = new List<string>();
        await foreach (var blob in Azurite.Container(Options.AuditContainer!).GetBlobsAsync())
        {
            names.Add(blob.Name);
        }

        return names;
    }
}
