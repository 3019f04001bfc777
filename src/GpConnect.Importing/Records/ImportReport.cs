namespace GpConnect.Importing.Records;

/// <summary>Counts what an import does and passes on what the operator has to know, without any patient data.</summary>
/// <param name="line">Takes one line at a time.</param>
/// <param name="progress">Takes the bytes of Patients that were dealt with since the last call.</param>
/// <param name="file">Takes every fault, where the lines leave out what repeats itself.</param>
internal sealed class ImportReport(Action<string> line, Action<long>? progress = null, ReportFile? file = null)
{
    private readonly List<SkippedFile> skipped = [];
    private readonly ErrorCounts rejections = new();
    private readonly ErrorCounts withheld = new();

    public long Read { get; private set; }

    public long Written { get; private set; }

    public long Unchanged { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>Records that were kept and are not served, as an answer would lack what it has to hold.</summary>
    public long Withheld { get; private set; }

    /// <summary>Rejected and withheld records without a line of their own.</summary>
    public long Unlisted { get; private set; }

    /// <summary>What was completed, and in how many records.</summary>
    public Dictionary<string, int> Notes { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<KeyValuePair<string, long>> RejectionReasons => rejections.ByCount;

    public IReadOnlyList<KeyValuePair<string, long>> WithheldReasons => withheld.ByCount;

    /// <summary>Files of which nothing, or not everything, was read on purpose.</summary>
    public IReadOnlyList<SkippedFile> Skipped => skipped;

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

    /// <summary>Rejects a file, or a row of it that its faults name.</summary>
    public void Reject(string file, params IReadOnlyList<ImportError> errors) => Reject(new RecordErrors(file, null, "", errors));

    public void Reject(RecordErrors record)
    {
        Read++;
        Rejected++;
        List(record, "rejected", rejections);
    }

    /// <param name="result">What becomes of the record if it is sound.</param>
    public void Take(ReadRecord record, WriteResult result)
    {
        if (result.Error is not null)
        {
            record = record.With(result.Error);
        }

        if (!record.IsSound)
        {
            Reject(new RecordErrors(record.File, record.Source, record.Name, record.Errors));
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
            List(new RecordErrors(record.File, record.Source, record.Name, [reason]), "not served", withheld);
        }
    }

    /// <summary>Adds files that are skipped, each once.</summary>
    public void Skip(IEnumerable<string> files, string reason) =>
        skipped.AddRange(files.Where(path => skipped.Count == 0 || skipped[^1].File != path).Select(path => new SkippedFile(path, reason)));

    public void Advance(long bytes) => progress?.Invoke(bytes);

    public void Note(string text) => line(text);

    public ImportCounts Counts() => new(Read, Written, Unchanged, Rejected);

    private void List(RecordErrors record, string outcome, ErrorCounts counts)
    {
        var isListed = counts.Add(record);
        Unlisted += isListed ? 0 : 1;
        if (!isListed && file is null)
        {
            return;
        }

        var located = record.Locate();
        file?.Add(outcome, located);
        foreach (var text in isListed ? located.Lines(outcome) : [])
        {
            line(text);
        }
    }
}

internal enum ImportOutcome
{
    Written,
    Unchanged,
}

internal readonly record struct SkippedFile(string File, string Reason);

internal readonly record struct ImportCounts(long Read, long Written, long Unchanged, long Rejected)
{
    public static ImportCounts operator -(ImportCounts after, ImportCounts before) => new(
        after.Read - before.Read, after.Written - before.Written, after.Unchanged - before.Unchanged, after.Rejected - before.Rejected);

    public override string ToString() => Text("written");

    /// <summary>Of a dry run.</summary>
    public string ToDryString() => Text("would be written");

    private string Text(string written) => $"{Read} read, {Written} {written}, {Unchanged} unchanged, {Rejected} rejected";
}
