namespace GpConnect.Foundations.Audit;

/// <summary>Verifies every stream of the trail and reports which records are wrong.</summary>
internal sealed class AuditVerification(ILookup<(string Stream, long Number), AuditAnchor> anchors)
{
    /// <summary>How many streams without a record an error names: an old file of anchors may have thousands.</summary>
    private const int ShownStreams = 3;

    private readonly Dictionary<string, AuditHead> heads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> unreadable = new(StringComparer.Ordinal);
    private long unreadableOfAnyStream;
    private readonly AuditDuplicates duplicates = new();
    private readonly AuditEnds ends = new();
    private readonly List<string> errors = [];

    /// <summary>One line per error.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>The end of each stream.</summary>
    public IReadOnlyDictionary<string, AuditHead> Heads => heads;

    public long Records { get; private set; }

    /// <summary>What happened to an end that was not read. Unreadable positions may have held it.</summary>
    private string LostEnd => unreadableOfAnyStream > 0 ? "its end was removed, or cannot be read" : "its end was removed";

    /// <summary>Records whose entry another record also holds. A crash leaves these; they are not errors.</summary>
    public long Duplicates => duplicates.Count;

    /// <summary>
    /// Streams that name no other stream and that no other names: only an anchor shows that one of them was removed. Earlier
    /// releases wrote such streams.
    /// </summary>
    public int Unlinked => ends.Unlinked(heads.Keys);

    /// <param name="anchors">The anchors of the streams, from any source.</param>
    public static async Task<AuditVerification> RunAsync(IAuditReader reader, IReadOnlyCollection<AuditAnchor> anchors, CancellationToken cancellation)
    {
        var verification = new AuditVerification(anchors.ToLookup(anchor => (anchor.Stream, anchor.Number)));
        await foreach (var reading in reader.ReadAsync(cancellation))
        {
            verification.Add(reading);
        }

        await verification.FinishEndsAsync(reader, cancellation);
        verification.CheckAnchors(anchors);
        return verification;
    }

    /// <summary>Checks the next position of the trail.</summary>
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
        if (error.Stream is null)
        {
            unreadableOfAnyStream += error.Lines;
        }
        else
        {
            unreadable[error.Stream] = unreadable.GetValueOrDefault(error.Stream) + error.Lines;
        }
    }

    private void Check(AuditRecord record)
    {
        Records++;
        var label = AuditLabel.Of(record.Entry.Span);
        duplicates.Note(label);
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
            errors.Add($"Stream {record.Stream}: record {record.Number} is not the one that was anchored; the stream was rewritten.");
        }

        // The next record is checked against this one as stored, so that each error is reported once.
        heads[record.Stream] = new AuditHead(record.Number, record.Hash);
        unreadable.Remove(record.Stream);
        errors.AddRange(ends.Check(record));
        if (label.Kind == AuditLink.Kind)
        {
            errors.AddRange(ends.Note(record, heads));
        }
    }

    /// <summary>
    /// If a link names a record that its stream was read past before the link was read, reads the trail again to compare it.
    /// </summary>
    private async Task FinishEndsAsync(IAuditReader reader, CancellationToken cancellation)
    {
        if (ends.HasPassedRecords(heads))
        {
            await foreach (var (record, _) in reader.ReadAsync(cancellation))
            {
                errors.AddRange(record is null ? [] : ends.Check(record));
            }
        }

        errors.AddRange(ends.Missing(heads, LostEnd));
    }

    /// <summary>
    /// Reports a gap unless at least as many lines before the record were unreadable, which has been reported already.
    /// </summary>
    private void CheckGap(AuditRecord record, AuditHead before)
    {
        var missing = record.Number - before.Number - 1;
        var others = Math.Max(0, missing - unreadable.GetValueOrDefault(record.Stream));
        if (missing < 0 || others > unreadableOfAnyStream)
        {
            errors.Add($"Stream {record.Stream}: record {before.Number} is followed by record {record.Number}; records were removed, repeated or moved.");
            return;
        }

        unreadableOfAnyStream -= others;
    }

    private void CheckAnchors(IReadOnlyCollection<AuditAnchor> all)
    {
        var ends = all.GroupBy(anchor => anchor.Stream, anchor => anchor.Number, StringComparer.Ordinal).ToList();
        foreach (var stream in ends.Where(stream => heads.TryGetValue(stream.Key, out var head) && head.Number < stream.Max()))
        {
            errors.Add($"Stream {stream.Key}: record {stream.Max()} was anchored, but the stream ends with record {heads[stream.Key].Number}; {LostEnd}.");
        }

        if (ends.FindAll(stream => !heads.ContainsKey(stream.Key)) is { Count: > 0 } unknown)
        {
            var shown = string.Join(", ", unknown.Take(ShownStreams).Select(stream => stream.Key)) + (unknown.Count > ShownStreams ? ", …" : "");
            errors.Add($"The trail holds no record of {(unknown.Count == ends.Count ? "any anchored stream" : "some anchored streams")} ({unknown.Count} of {ends.Count}: {shown}). They were removed, or the anchors belong to another store (docs/operations/audit-trail.md).");
        }
    }
}
