using GpConnect.Foundations.Audit;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>
/// Finds where the streams of other processes end, so that this process's stream can name them. It does so at the start of the
/// process, and every ten minutes while there is something to write. A failed search is left to the next one and fails nothing.
/// </summary>
internal sealed class AuditNeighbours(AuditContainer container, TimeProvider clock)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>How long the first record of a process waits for the first search.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(2);

    /// <summary>How many of the latest days with records are searched: two, because most streams continue after midnight.</summary>
    private const int Days = 2;

    /// <summary>How many streams are read, those that grew last: earlier processes have named the others.</summary>
    private const int MaximumStreams = 64;

    private const int Concurrency = 16;

    /// <summary>The last blob of each stream whose end was found.</summary>
    private readonly Dictionary<string, AuditBlob> found = new(StringComparer.Ordinal);

    private Task<IReadOnlyList<AuditEnd>> search = Task.FromResult<IReadOnlyList<AuditEnd>>([]);
    private long searchedAt;

    /// <summary>Runs the first search. That also fetches the identity's token before a request has to wait for it.</summary>
    public async Task StartAsync(CancellationToken stopping)
    {
        StartSearch("", stopping);
        Task first = search.WaitAsync(WaitLimit, stopping);
        await first.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Returns the result of the last search once, and starts another one when the interval has passed.</summary>
    /// <param name="own">The stream of this process.</param>
    public IReadOnlyList<AuditEnd> Take(string own, CancellationToken stopping)
    {
        if (!search.IsCompletedSuccessfully)
        {
            return [];
        }

        var ends = search.Result;
        search = Task.FromResult<IReadOnlyList<AuditEnd>>([]);
        if (clock.GetElapsedTime(searchedAt) >= Interval)
        {
            StartSearch(own, stopping);
        }

        return ends;
    }

    private void StartSearch(string own, CancellationToken stopping)
    {
        searchedAt = clock.GetTimestamp();
        search = Task.Run(() => SearchAsync(own, stopping), stopping);
    }

    private async Task<IReadOnlyList<AuditEnd>> SearchAsync(string own, CancellationToken stopping)
    {
        var ends = new List<AuditEnd>();
        try
        {
            foreach (var some in (await GrownAsync(own, stopping)).Chunk(Concurrency))
            {
                foreach (var (blob, end) in await Task.WhenAll(some.Select(blob => EndAsync(blob, stopping))))
                {
                    found[blob.Stream] = blob;
                    ends.AddRange(end is { } known ? [known] : []);
                }
            }
        }
        catch (Exception)
        {
            // An append meets the same error and reports it.
        }

        return ends;
    }

    /// <summary>The last blob of each stream that has grown since its end was found.</summary>
    private async Task<List<AuditBlob>> GrownAsync(string own, CancellationToken stopping)
    {
        var blobs = new List<AuditBlob>();
        await foreach (var day in container.DaysAsync(stopping).Take(Days))
        {
            blobs.AddRange(await container.ListAsync(day, stopping));
        }

        return
        [
            .. blobs.Where(blob => blob.Length > 0 && blob.Stream != own)
                .GroupBy(blob => blob.Stream, StringComparer.Ordinal)
                .Select(stream => stream.MaxBy(blob => blob.Order, StringComparer.Ordinal)!)
                .Where(blob => found.GetValueOrDefault(blob.Stream) != blob)
                .OrderByDescending(blob => blob.Changed)
                .Take(MaximumStreams),
        ];
    }

    private async Task<(AuditBlob Blob, AuditEnd? End)> EndAsync(AuditBlob blob, CancellationToken stopping) =>
        (blob, await AuditTail.ReadAsync(container, blob, stopping) is { } last && last.Stream == blob.Stream ? new AuditEnd(last.Stream, new AuditHead(last.Number, last.Hash)) : null);
}
