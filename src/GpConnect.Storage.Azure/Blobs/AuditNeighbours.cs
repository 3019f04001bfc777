using GpConnect.Foundations.Audit;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>
/// Finds where the streams of other processes end, so that this process's stream can name them: at its start, and every ten
/// minutes while it has something to write. What cannot be found out now is left to the next look. Nothing fails by that.
/// </summary>
internal sealed class AuditNeighbours(AuditContainer container, TimeProvider clock)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>How long the first record of a process waits for the first look.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(2);

    /// <summary>Of the days that have records, so many are looked at: most streams go on after midnight.</summary>
    private const int Days = 2;

    /// <summary>Streams that are looked at, those that grew last: processes that started before have named the others.</summary>
    private const int Most = 64;

    private const int AtOnce = 16;

    /// <summary>The last blob of each stream whose end was found.</summary>
    private readonly Dictionary<string, AuditBlob> found = new(StringComparer.Ordinal);

    private Task<IReadOnlyList<AuditEnd>> looking = Task.FromResult<IReadOnlyList<AuditEnd>>([]);
    private long lookedAt;

    /// <summary>Looks for the first time. That also fetches the identity's token, before a call has to wait for it.</summary>
    public async Task StartAsync(CancellationToken stopping)
    {
        Measure("", stopping);
        Task first = looking.WaitAsync(WaitLimit, stopping);
        await first.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>What the last look found, once; begins another one when it is time.</summary>
    /// <param name="own">The stream of this process.</param>
    public IReadOnlyList<AuditEnd> Take(string own, CancellationToken stopping)
    {
        if (!looking.IsCompletedSuccessfully)
        {
            return [];
        }

        var ends = looking.Result;
        looking = Task.FromResult<IReadOnlyList<AuditEnd>>([]);
        if (clock.GetElapsedTime(lookedAt) >= Interval)
        {
            Measure(own, stopping);
        }

        return ends;
    }

    private void Measure(string own, CancellationToken stopping)
    {
        lookedAt = clock.GetTimestamp();
        looking = Task.Run(() => SweepAsync(own, stopping), stopping);
    }

    private async Task<IReadOnlyList<AuditEnd>> SweepAsync(string own, CancellationToken stopping)
    {
        var ends = new List<AuditEnd>();
        try
        {
            foreach (var some in (await GrownAsync(own, stopping)).Chunk(AtOnce))
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
            // An append meets the same fault and reports it.
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
                .Take(Most),
        ];
    }

    private async Task<(AuditBlob Blob, AuditEnd? End)> EndAsync(AuditBlob blob, CancellationToken stopping) =>
        (blob, await AuditTail.ReadAsync(container, blob, stopping) is { } last && last.Stream == blob.Stream ? new AuditEnd(last.Stream, new AuditHead(last.Number, last.Hash)) : null);
}
