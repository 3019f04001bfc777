using System.Globalization;
using GpConnect.Foundations.Output;

namespace GpConnect.Importing.BatchTrace;

/// <summary>
/// Reads a response (spine-clients.md §3.2, §3.3). A malformed row is reported by its line and does not affect the others; an error of
/// the file as a whole refuses it. Error messages hold nothing of the file's content.
/// </summary>
internal static class BatchTraceFile
{
    public static (BatchTraceContent Content, string? Error) Read(BatchTraceSource source)
    {
        var (text, error) = BatchTraceText.Read(source.Content, source.Encoding);
        if (error is not null)
        {
            return (BatchTraceContent.None, error);
        }

        var records = BatchTraceRecords.Read(text);
        return source.Profile switch
        {
            BatchTraceProfile.DbsCsv => Enclosed(records, BatchTraceColumns.Dbs(source.Positions)),
            BatchTraceProfile.Mpt => Controlled(records),
            _ => IsControl(records) ? Controlled(records) : Table(records),
        };
    }

    /// <summary>Rows between two control records. One that is as wide as a row, or holds a reference of ours, may be a row.</summary>
    private static (BatchTraceContent, string?) Enclosed(List<BatchTraceRecord> records, BatchTraceColumns columns)
    {
        if (records.Count > 0 && new[] { records[0], records[^1] }.FirstOrDefault(record => columns.Fit(record.Fields) || Reference(record) is not null) is { } row)
        {
            return (BatchTraceContent.None, $"{row.Lines} looks like a row, but must be a control record: importing the file would lose a person");
        }

        return Rows([.. records.Skip(1).SkipLast(1)], columns);
    }

    private static bool IsControl(List<BatchTraceRecord> records) =>
        records is [{ Fields: [_, BatchTraceProfile.ResponseWorkflow or BatchTraceProfile.RequestWorkflow, _, _] }, ..];

    /// <summary>A control record and as many rows as it states.</summary>
    private static (BatchTraceContent, string?) Controlled(List<BatchTraceRecord> records)
    {
        // Some responses are said to repeat the workflow of their request.
        if (!IsControl(records)
            || records is not [{ Fields: [_, _, var count, var code] } control, .. var data]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var expected))
        {
            return (BatchTraceContent.None, $"line 1 is not the control record of a response: reference, {BatchTraceProfile.ResponseWorkflow}, number of rows, {BatchTraceCodes.Success}");
        }

        if (code != BatchTraceCodes.Success)
        {
            return (BatchTraceContent.None, $"the control record in line 1 has a code other than {BatchTraceCodes.Success}: the service did not trace the request");
        }

        var (content, error) = Table(data);
        return error is null && content.Count != expected
            ? (BatchTraceContent.None, $"the control record in {control.Lines} states {Counted.Text(expected, "row")}, and {content.Count} follow")
            : (content, error);
    }

    /// <summary>Rows below a header or, without a header, in the layout that most of them fit.</summary>
    private static (BatchTraceContent, string?) Table(List<BatchTraceRecord> records)
    {
        if (records is not [var first, .. var data] || !BatchTraceColumnNames.AreNames(first.Fields))
        {
            return Rows(records, BatchTraceColumns.Positional.MaxBy(layout => records.Count(record => layout.Fit(record.Fields)))!);
        }

        var (columns, error) = BatchTraceColumns.Named(first.Fields);
        return columns is null
            ? (BatchTraceContent.None, $"{first.Lines} names the columns, but {error} is missing or repeated")
            : Rows(data, columns);
    }

    private static (BatchTraceContent, string?) Rows(List<BatchTraceRecord> data, BatchTraceColumns columns)
    {
        var content = new BatchTraceContent(
            [.. data.Where(IsRow).Select(record => columns.Row(record.Last, record.Fields))],
            [.. data.Where(record => !IsRow(record)).Select(record => Misfit(record, columns))]);
        return content switch
        {
            { Count: 0 } => (BatchTraceContent.None, "it holds no rows"),
            { Rows: [], Misfits: [var misfit, ..] } => (BatchTraceContent.None, $"no row can be read: {misfit.Lines}: {misfit.Reason}"),
            _ => (content, null),
        };

        bool IsRow(BatchTraceRecord record) => !record.IsBroken && columns.Fit(record.Fields);
    }

    private static BatchTraceMisfit Misfit(BatchTraceRecord record, BatchTraceColumns columns) => new(
        record.Lines,
        record.IsBroken ? "a quote is out of place" : $"{record.Fields.Length} columns instead of {columns.Width}",
        Reference(record));

    private static string? Reference(BatchTraceRecord record) => Array.Find(record.Fields, field => BatchTraceReferences.TimeOf(field) is not null);
}

/// <summary>The content of a response.</summary>
internal sealed record BatchTraceContent(IReadOnlyList<BatchTraceRow> Rows, IReadOnlyList<BatchTraceMisfit> Misfits)
{
    public static BatchTraceContent None { get; } = new([], []);

    /// <summary>References that occur more than once, so that it is unknown which row is right.</summary>
    public HashSet<string> Repeated { get; } =
        Rows.CountBy(row => row.Reference).Where(pair => pair.Value > 1).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);

    public int Count => Rows.Count + Misfits.Count;
}

/// <summary>A row that cannot be read.</summary>
/// <param name="Reference">Its field with the form of a reference of ours; null when it has none.</param>
internal sealed record BatchTraceMisfit(string Lines, string Reason, string? Reference);
