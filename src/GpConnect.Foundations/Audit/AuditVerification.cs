namespace GpConnect.Foundations.Audit;

/// <summary>Walks every stream of the trail and says which record is wrong.</summary>
internal sealed class AuditVerification(ILookup<(string Stream, long Number), AuditAnchor> anchors)
{
    private readonly Dictionary<string, AuditHead> heads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> unreadable = new(StringComparer.Ordinal);
    private readonly AuditDuplicates doubles = new();
    private readonly AuditEnds ends = new();
    private readonly List<string> errors = [];

    /// <summary>What is wrong, one line for each place.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Where each stream ends.</summary>
    public IReadOnlyDictionary<string, AuditHead> Heads => heads;

    public long Records { get; private set; }

    /// <summary>Records of entries that another record has too. That is what a crash leaves, and not a fault.</summary>
    public long Doubles => doubles.Count;

    /// <summary>
    /// Streams that name no other and that no other names: only an anchor shows that one of them was removed. Releases before
    /// this one wrote such streams.
    /// </summary>
    public int Unlinked => ends.Unlinked(heads.Keys);

    /// <param name="anchors">What was stated of the streams' ends, wherever it was kept.</param>
    public static async Task<AuditVerification> RunAsync(IAuditReader reader, IReadOnlyCollection<AuditAnchor> anchors, CancellationToken cancellation)
    {
        var verification = new AuditVerification(anchors.ToLookup(anchor => (anchor.Stream, anchor.Number)));
        await foreach (var reading in reader.ReadAsync(cancellation))
        {
            verification.Add(reading);
        }

        await verification.FinishEndsAsync(reader, cancellation);
        foreach (var stream in anchors.GroupBy(anchor => anchor.Stream, StringComparer.Ordinal))
        {
            verification.CheckEnd(stream.Key, stream.Max(anchor => anchor.Number));
        }

        return verification;
    }

    /// <summary>Checks the next place of the trail.</summary>
    public void Add(AuditReading reading)
    {
        if (reading.Error is { } error)
        {
            Note(error);
        }

        if (reading.Record is { } record)
        {
            Check(record);
        }
    }

    private void Note(AuditError error)
    {
        errors.Add(error.ToString());
        if (error.Stream is not null)
        {
            unreadable[error.Stream] = unreadable.GetValueOrDefault(error.Stream) + error.Lines;
        }
    }

    private void Check(AuditRecord record)
    {
        Records++;
        var label = AuditLabel.Of(record.Entry.Span);
        doubles.Note(label);
        var before = heads.GetValueOrDefault(record.Stream, AuditHead.Start);
        if (record.Number != before.Number + 1)
        {
            CheckGap(record, before);
        }
        else if (!AuditChain.HashOf(record.Stream, record.Number, before.Hash, record.Entry.Span).AsSpan().SequenceEqual(record.Hash))
        {
            errors.Add($"Stream {record.Stream}: record {record.Number} is not what was written.");
        }

        if (anchors[(record.Stream, record.Number)].Any(anchor => !anchor.Hash.AsSpan().SequenceEqual(record.Hash)))
        {
            errors.Add($"Stream {record.Stream}: record {record.Number} is not the one that was anchored; the stream was written anew.");
        }

        // What follows is judged by what stands here, so that each fault is told once.
        heads[record.Stream] = new AuditHead(record.Number, record.Hash);
        unreadable.Remove(record.Stream);
        errors.AddRange(ends.Check(record));
        if (label.Kind == AuditLink.Kind)
        {
            errors.AddRange(ends.Note(record, heads));
        }
    }

    /// <summary>A stream may be read before the one that names a record in its midst: then it is read once more.</summary>
    private async Task FinishEndsAsync(IAuditReader reader, CancellationToken cancellation)
    {
        if (ends.WerePassed(heads))
        {
            await foreach (var (record, _) in reader.ReadAsync(cancellation))
            {
                errors.AddRange(record is null ? [] : ends.Check(record));
            }
        }

        errors.AddRange(ends.Missing(heads));
    }

    /// <summary>A gap is a fault of its own unless as many lines before the record were unreadable, which was reported.</summary>
    private void CheckGap(AuditRecord record, AuditHead before)
    {
        var missing = record.Number - before.Number - 1;
        if (missing < 0 || missing > unreadable.GetValueOrDefault(record.Stream))
        {
            errors.Add($"Stream {record.Stream}: after record {before.Number} stands record {record.Number}; records were removed, repeated or moved.");
        }
    }

    private void CheckEnd(string stream, long anchored)
    {
        var end = heads.GetValueOrDefault(stream, AuditHead.Start).Number;
        if (end < anchored)
        {
            errors.Add($"Stream {stream}: record {anchored} was anchored, but the stream ends with record {end}; its end was removed.");
        }
    }
}
