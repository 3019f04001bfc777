namespace GpConnect.Importing.Records;

/// <summary>Counts what an import does and reports what the operator needs to know, without any patient data.</summary>
/// <param name="line">Called with each line to print.</param>
/// <param name="progress">Called with the bytes of Patients processed since the last call.</param>
/// <param name="file">Receives every error, including those that the printed lines leave out as repetitions.</param>
internal sealed class ImportReport(Action<string> line, Action<long>? progress = null, ReportFile? file = null)
{
    private readonly List<SkippedFile> skipped = [];
    private readonly ErrorCounts rejections = new();
    private readonly ErrorCounts withheld = new();

    public long Read { get; private set; }

    public long Written { get; private set; }

    public long Unchanged { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>Records that were stored but are not served, because an answer would lack something mandatory.</summary>
    public long Withheld { get; private set; }

    /// <summary>Rejected and withheld records without a line of their own.</summary>
    public long Unlisted { get; private set; }

    /// <summary>The number of records by what was completed in them.</summary>
    public Dictionary<string, int> Notes { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<KeyValuePair<string, long>> RejectionReasons => rejections.ByCount;

    public IReadOnlyList<KeyValuePair<string, long>> WithheldReasons => withheld.ByCount;

    /// <summary>Files that were deliberately not read, or only in part.</summary>
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

    /// <summary>Rejects a file, or the row of it that the errors locate.</summary>
    public void Reject(string file, params IReadOnlyList<ImportError> errors) => Reject(new RecordErrors(file, null, "", errors));

    public void Reject(RecordErrors record)
    {
        Read++;
        Rejected++;
        List(record, "rejected", rejections);
    }

    /// <param name="result">The outcome of the write; default for a record that was not written because it has errors.</param>
    public void Take(ReadRecord record, WriteResult result)
    {
        if (result.Error is not null)
        {
            record = record.With(result.Error);
        }

        if (!record.IsValid)
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

    /// <summary>Adds skipped files; the same file given several times in a row counts once.</summary>
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

    /// <summary>The text for a dry run.</summary>
    public string ToDryRunString() => Text("would be written");

    private string Text(string written) => $"{Read} read, {Written} {written}, {Unchanged} unchanged, {Rejected} rejected";
}
