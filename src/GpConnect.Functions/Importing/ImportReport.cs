using GpConnect.Functions.Spine;

namespace GpConnect.Functions.Importing;

/// <summary>Counts what an import does and passes on what the operator has to know, without any patient data.</summary>
/// <param name="line">Takes one line at a time.</param>
/// <param name="progress">Takes the bytes of Patients that were dealt with since the last call.</param>
internal sealed class ImportReport(Action<string> line, Action<long>? progress = null)
{
    /// <summary>Skipped files that are named.</summary>
    private const int MostSkipped = 20;

    private readonly List<(string File, string Reason)> skipped = [];

    public long Read { get; private set; }

    public long Written { get; private set; }

    public long Unchanged { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>Records that were kept and are not served, as an answer would lack what it has to hold.</summary>
    public long Withheld { get; private set; }

    /// <summary>What was completed, and in how many records.</summary>
    public Dictionary<string, int> Notes { get; } = new(StringComparer.Ordinal);

    public void Count(ImportOutcome outcome)
    {
        Read++;
        if (outcome == ImportOutcome.Written)
        {
            Written++;
        }
        else
        {
            Unchanged++;
        }
    }

    /// <param name="record">Type and id, or what else names the record without telling whose it is; empty for a whole file.</param>
    public void Reject(string file, string position, string record, params IReadOnlyList<string> reasons)
    {
        Read++;
        Rejected++;
        line($"rejected: {Place(file, position, record)}: {string.Join("; ", reasons)}");
    }

    private static string Place(string file, string position, string record)
    {
        var place = string.Join(", ", new[] { position, Echo.Id(record) }.Where(part => part.Length > 0));
        return $"{Echo.Id(file)}{(place.Length > 0 ? $" {place}" : "")}";
    }

    /// <param name="result">What became of the record if it is sound.</param>
    public void Take(ReadRecord record, WriteResult result)
    {
        if (result.Fault is not null)
        {
            record = record.With(result.Fault);
        }

        if (!record.IsSound)
        {
            Reject(record.File, record.Source.Position, record.Name, [.. record.Faults]);
            return;
        }

        Count(result.Outcome);
        foreach (var note in record.Notes)
        {
            Notes[note] = Notes.GetValueOrDefault(note) + 1;
        }

        if (record.Withheld is { } reason)
        {
            Withheld++;
            line($"not served: {Place(record.File, record.Source.Position, record.Name)}: {reason}");
        }
    }

    /// <summary>What was completed, for the end of an import.</summary>
    public IEnumerable<string> Summary() =>
    [
        .. skipped.Take(MostSkipped).Select(one => $"skipped: {Echo.Id(one.File)}: {one.Reason}"),
        .. skipped.Count > MostSkipped ? [$"skipped: {skipped.Count - MostSkipped} more files"] : Array.Empty<string>(),
        .. Notes.OrderByDescending(note => note.Value).Select(note => $"completed: {note.Value} × {note.Key}"),
    ];

    /// <summary>Files of which nothing, or not everything, was read on purpose, each once.</summary>
    public void Skip(IEnumerable<string> files, string reason)
    {
        foreach (var file in files.Where(file => skipped.Count == 0 || skipped[^1].File != file))
        {
            skipped.Add((file, reason));
        }
    }

    public void Advance(long bytes) => progress?.Invoke(bytes);

    public void Note(string text) => line(text);

    public ImportCounts Counts() => new(Read, Written, Unchanged, Rejected);
}

internal enum ImportOutcome
{
    Written,
    Unchanged,
}

internal readonly record struct ImportCounts(long Read, long Written, long Unchanged, long Rejected)
{
    public static ImportCounts operator -(ImportCounts after, ImportCounts before) => new(
        after.Read - before.Read, after.Written - before.Written, after.Unchanged - before.Unchanged, after.Rejected - before.Rejected);

    public override string ToString() => $"{Read} read, {Written} written, {Unchanged} unchanged, {Rejected} rejected";
}
