using System.Globalization;
using GpConnect.Foundations.Errors;

namespace GpConnect.Importing.Records;

/// <summary>The lines at the end of an import: what was skipped and completed, and the reasons of all errors with their counts.</summary>
internal static class ImportSummary
{
    /// <summary>The most lines of each kind.</summary>
    private const int Most = 20;

    public static IEnumerable<string> Lines(ImportReport report) =>
    [
        .. Some([.. report.Skipped.Select(skipped => $"skipped: {Redacted.Id(skipped.File)}: {skipped.Reason}")], "skipped: {0} more files"),
        .. report.Notes.OrderByDescending(note => note.Value).Select(note => $"completed: {note.Value} × {note.Key}"),
        .. Some(Shared(report.WithheldReasons, "not served"), "not served: {0} more reasons"),
        .. Some(Shared(report.RejectionReasons, "rejected"), "rejected: {0} more reasons"),
        .. report.Unlisted > 0 ? [$"{report.Unlisted} more records have only these reasons and are not listed; --report <file> lists them"] : Array.Empty<string>(),
    ];

    /// <summary>The reasons that several records have. The reason of a single record is already printed with the record.</summary>
    private static List<string> Shared(IEnumerable<KeyValuePair<string, long>> reasons, string outcome) =>
        [.. reasons.Where(reason => reason.Value > 1).Select(reason => $"{reason.Value} {outcome}: {reason.Key}")];

    private static List<string> Some(List<string> lines, string rest) =>
        lines.Count <= Most ? lines : [.. lines.Take(Most), string.Format(CultureInfo.InvariantCulture, rest, lines.Count - Most)];
}
