namespace GpConnect.Functions.Audit;

/// <summary>Walks every stream of the trail and says which record is wrong.</summary>
internal sealed class AuditVerification
{
    private readonly Dictionary<string, AuditHead> heads = new(StringComparer.Ordinal);
    private readonly List<string> faults = [];

    /// <summary>What is wrong, one line for each place.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Where each stream ends.</summary>
    public IReadOnlyDictionary<string, AuditHead> Heads => heads;

    public long Records { get; private set; }

    public static async Task<AuditVerification> RunAsync(IAuditReader reader, CancellationToken cancellation)
    {
        var verification = new AuditVerification();
        await foreach (var record in reader.ReadAsync(cancellation))
        {
            verification.Check(record);
        }

        return verification;
    }

    private void Check(AuditRecord record)
    {
        Records++;
        var before = heads.GetValueOrDefault(record.Stream, AuditHead.Start);
        if (record.Number != before.Number + 1)
        {
            faults.Add($"Stream {record.Stream}: after record {before.Number} stands record {record.Number}; records were removed, repeated or moved.");
        }
        else if (!AuditChain.HashOf(record.Stream, record.Number, before.Hash, record.Entry.Span).AsSpan().SequenceEqual(record.Hash))
        {
            faults.Add($"Stream {record.Stream}: record {record.Number} is not what was written.");
        }

        // What follows is judged by what stands here, so that each fault is told once.
        heads[record.Stream] = new AuditHead(record.Number, record.Hash);
    }
}
