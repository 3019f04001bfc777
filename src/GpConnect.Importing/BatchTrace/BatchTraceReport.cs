using GpConnect.Foundations.Errors;

namespace GpConnect.Importing.BatchTrace;

/// <summary>Counts what a response says, and names whom somebody has to look at by reference and logical id.</summary>
/// <param name="line">Takes one line at a time.</param>
internal sealed class BatchTraceReport(Action<string> line)
{
    private readonly SortedDictionary<string, int> findings = new(StringComparer.Ordinal);

    public int Rows { get; private set; }

    public int Changed { get; private set; }

    public int ToReview { get; private set; }

    /// <summary>Those that this response marked sensitive.</summary>
    public int MarkedSensitive { get; private set; }

    /// <param name="who">Reference and logical id, or the line of the file.</param>
    public void Take(string who, BatchTraceOutcome outcome, bool isChanged = false)
    {
        Rows++;
        Changed += isChanged ? 1 : 0;
        MarkedSensitive += isChanged && outcome.IsSensitive ? 1 : 0;
        findings[outcome.Finding] = findings.GetValueOrDefault(outcome.Finding) + 1;
        if (outcome.NeedsReview)
        {
            ToReview++;
            line($"look at: {who}: {outcome.Finding}");
        }
    }

    /// <param name="hidden">Why each Patient that the response does not speak of is not served, by logical id.</param>
    public void StayHidden(IReadOnlyDictionary<string, string> hidden)
    {
        foreach (var (id, why) in hidden)
        {
            line($"stays hidden: Patient/{Redacted.Id(id)}: {why}");
        }
    }

    public void WriteCounts()
    {
        foreach (var (finding, count) in findings)
        {
            line($"{count} {finding}");
        }
    }

    public override string ToString() => Text("changed");

    /// <summary>Of a dry run.</summary>
    public string ToDryString() => Text("would be changed");

    private string Text(string changed) => $"{Rows} rows, {Changed} records {changed}, {ToReview} to look at";
}
