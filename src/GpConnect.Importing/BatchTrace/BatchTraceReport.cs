using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Output;

namespace GpConnect.Importing.BatchTrace;

/// <summary>Counts the findings of a response, and lists the records to look at by reference and logical id.</summary>
/// <param name="line">Called with each line to print.</param>
internal sealed class BatchTraceReport(Action<string> line)
{
    private readonly SortedDictionary<string, int> findings = new(StringComparer.Ordinal);

    public int Rows { get; private set; }

    public int Changed { get; private set; }

    public int ToReview { get; private set; }

    /// <summary>Records that this response marked sensitive.</summary>
    public int MarkedSensitive { get; private set; }

    /// <param name="label">Reference and logical id, or the line of the file.</param>
    public void Take(string label, BatchTraceOutcome outcome, bool isChanged = false)
    {
        Rows++;
        Changed += isChanged ? 1 : 0;
        MarkedSensitive += isChanged && outcome.IsSensitive ? 1 : 0;
        findings[outcome.Finding] = findings.GetValueOrDefault(outcome.Finding) + 1;
        if (outcome.NeedsReview)
        {
            ToReview++;
            line($"look at: {label}: {outcome.Finding}");
        }
    }

    /// <param name="hidden">Why each hidden Patient that is not in the response is not served, by logical id.</param>
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

    /// <summary>The text for a dry run.</summary>
    public string ToDryRunString() => Text("would be changed");

    private string Text(string changed) => $"{Counted.Text(Rows, "row")}, {Counted.Text(Changed, "record")} {changed}, {ToReview} to look at";
}
