namespace GpConnect.Foundations.Audit;

/// <summary>
/// The ends of streams as named in the links of other streams (<see cref="AuditLink"/>). A stream that was removed, truncated or
/// rewritten does not hold the record that another stream names.
/// </summary>
internal sealed class AuditEnds
{
    private readonly Dictionary<(string Stream, long Number), Named> unseen = [];
    private readonly HashSet<string> linked = new(StringComparer.Ordinal);

    public int Unlinked(IReadOnlyCollection<string> streams) => streams.Count == 1 ? 0 : streams.Count(stream => !linked.Contains(stream));

    /// <summary>Remembers the records that a link names. Compares a record at once if it is the last one read of its stream.</summary>
    /// <returns>One line per mismatch.</returns>
    public IEnumerable<string> Note(AuditRecord link, IReadOnlyDictionary<string, AuditHead> heads)
    {
        foreach (var (stream, head) in AuditLink.Read(link.Entry))
        {
            linked.Add(link.Stream);
            linked.Add(stream);
            var named = new Named(head.Hash, link.Stream);
            if (heads.TryGetValue(stream, out var seen) && seen.Number == head.Number)
            {
                if (!named.Is(seen.Hash))
                {
                    yield return Rewritten(stream, head.Number, named);
                }
            }
            else if (!unseen.TryAdd((stream, head.Number), named) && !named.Is(unseen[(stream, head.Number)].Hash))
            {
                yield return Rewritten(stream, head.Number, named);
            }
        }
    }

    /// <summary>Compares a record with the link that named it, if one has.</summary>
    /// <returns>One line per mismatch.</returns>
    public IEnumerable<string> Check(AuditRecord record)
    {
        if (unseen.Remove((record.Stream, record.Number), out var named) && !named.Is(record.Hash))
        {
            yield return Rewritten(record.Stream, record.Number, named);
        }
    }

    /// <summary>Whether a link named a record after its stream had been read past that record, so that it is not compared yet.</summary>
    public bool HasPassedRecords(IReadOnlyDictionary<string, AuditHead> heads) => unseen.Keys.Any(end => end.Number <= EndOf(end.Stream, heads));

    /// <returns>One line per stream that ends before a record that another stream names.</returns>
    public IEnumerable<string> Missing(IReadOnlyDictionary<string, AuditHead> heads, string lostEnd) =>
        from end in unseen
        where end.Key.Number > EndOf(end.Key.Stream, heads)
        group end by end.Key.Stream into stream
        let last = stream.MaxBy(end => end.Key.Number)
        let found = EndOf(stream.Key, heads)
        select $"Stream {stream.Key}: stream {last.Value.By} names its record {last.Key.Number}, but {(found == 0 ? "the stream is missing" : $"it ends with record {found}; {lostEnd}")}.";

    private static long EndOf(string stream, IReadOnlyDictionary<string, AuditHead> heads) => heads.TryGetValue(stream, out var head) ? head.Number : 0;

    private static string Rewritten(string stream, long number, Named named) =>
        $"Stream {stream}: record {number} is not the one that stream {named.By} names; one of the two was rewritten.";

    /// <param name="By">The stream that names the record.</param>
    private readonly record struct Named(byte[] Hash, string By)
    {
        public bool Is(byte[] hash) => Hash.AsSpan().SequenceEqual(hash);
    }
}
