namespace GpConnect.Foundations.Audit;

/// <summary>The latest of the records that a search finds, in the order of their times; streams follow on each other in a trail.</summary>
internal sealed class LatestRecords(int limit)
{
    private readonly PriorityQueue<(AuditRecord, AuditSummary), (DateTimeOffset At, long Place)> kept = new();

    /// <summary>How many were found.</summary>
    public long Found { get; private set; }

    public void Add(AuditRecord record, AuditSummary summary)
    {
        kept.Enqueue((record, summary), (summary.At, Found++));
        if (kept.Count > limit)
        {
            kept.Dequeue();
        }
    }

    /// <summary>Takes them, the earliest first; those of one time in the order in which they stand.</summary>
    public IEnumerable<(AuditRecord Record, AuditSummary Summary)> Take()
    {
        while (kept.TryDequeue(out var next, out _))
        {
            yield return next;
        }
    }
}
