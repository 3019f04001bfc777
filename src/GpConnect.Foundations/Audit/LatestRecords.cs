namespace GpConnect.Foundations.Audit;

/// <summary>
/// Keeps the latest of the records that a search finds, ordered by time. A trail holds its streams one after the other, so they are
/// not read in that order.
/// </summary>
internal sealed class LatestRecords(int limit)
{
    private readonly PriorityQueue<(AuditRecord, AuditSummary), (DateTimeOffset At, long Place)> kept = new();

    /// <summary>How many records were found, including those not kept.</summary>
    public long Found { get; private set; }

    public void Add(AuditRecord record, AuditSummary summary)
    {
        kept.Enqueue((record, summary), (summary.At, Found++));
        if (kept.Count > limit)
        {
            kept.Dequeue();
        }
    }

    /// <summary>Removes and returns the kept records, the earliest first; records of the same time in the order of the trail.</summary>
    public IEnumerable<(AuditRecord Record, AuditSummary Summary)> Take()
    {
        while (kept.TryDequeue(out var next, out _))
        {
            yield return next;
        }
    }
}
