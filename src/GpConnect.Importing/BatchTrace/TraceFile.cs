using System.Globalization;

namespace GpConnect.Importing.BatchTrace;

/// <summary>
/// Reads a response (spine-clients.md §3.2, §3.3). A row that is out of form is told by its line and leaves the others alone; a
/// fault of the file as a whole refuses it. What is said of a fault holds nothing of the file.
/// </summary>
internal static class TraceFile
{
    public static (TraceContent Content, string? Fault) Read(TraceSource source)
    {
        var (text, fault) = TraceText.Read(source.Content, source.Encoding);
        if (fault is not null)
        {
            return (TraceContent.None, fault);
        }

        var records = TraceRecords.Read(text);
        return source.Profile switch
        {
            TraceProfile.DbsCsv => Enclosed(records, TraceColumns.Dbs(source.Positions)),
            TraceProfile.Mpt => Controlled(records),
            _ => IsControl(records) ? Controlled(records) : Table(records),
        };
    }

    /// <summary>Between two control records. One that is as wide as a row, or has a reference of ours, may be somebody's row.</summary>
    private static (TraceContent, string?) Enclosed(List<TraceRecord> records, TraceColumns columns)
    {
        if (records.Count > 0 && new[] { records[0], records[^1] }.FirstOrDefault(record => columns.Fit(record.Fields) || Reference(record) is not null) is { } row)
        {
            return (TraceContent.None, $"{row.Lines} looks like a row, and a control record has to stand there: a person would be lost");
        }

        return Rows([.. records.Skip(1).SkipLast(1)], columns);
    }

    private static bool IsControl(List<TraceRecord> records) =>
        records is [{ Fields: [_, TraceProfile.ResponseWorkflow or TraceProfile.RequestWorkflow, _, _] }, ..];

    /// <summary>A control record and as many rows as it says.</summary>
    private static (TraceContent, string?) Controlled(List<TraceRecord> records)
    {
        // Some responses are said to repeat the workflow of their request.
        if (!IsControl(records)
            || records is not [{ Fields: [_, _, var count, var code] } control, .. var data]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var expected))
        {
            return (TraceContent.None, $"line 1 is not the control record of a response: reference, {TraceProfile.ResponseWorkflow}, number of rows, {TraceCodes.Success}");
        }

        if (code != TraceCodes.Success)
        {
            return (TraceContent.None, $"the control record in line 1 has another code than {TraceCodes.Success}: the service did not trace the request");
        }

        var (content, fault) = Table(data);
        return fault is null && content.Count != expected
            ? (TraceContent.None, $"the control record in {control.Lines} states {expected} rows, and {content.Count} follow")
            : (content, fault);
    }

    /// <summary>Rows below their names, or else in the order of the layout that most of them fit.</summary>
    private static (TraceContent, string?) Table(List<TraceRecord> records)
    {
        if (records is not [var first, .. var data] || !TraceColumnNames.AreNames(first.Fields))
        {
            return Rows(records, TraceColumns.Positional.MaxBy(layout => records.Count(record => layout.Fit(record.Fields)))!);
        }

        var (columns, fault) = TraceColumns.Named(first.Fields);
        return columns is null
            ? (TraceContent.None, $"{first.Lines} names the columns, and {fault} is missing or there twice")
            : Rows(data, columns);
    }

    private static (TraceContent, string?) Rows(List<TraceRecord> data, TraceColumns columns)
    {
        var content = new TraceContent(
            [.. data.Where(IsRow).Select(record => columns.Row(record.Last, record.Fields))],
            [.. data.Where(record => !IsRow(record)).Select(record => Misfit(record, columns))]);
        return content switch
        {
            { Count: 0 } => (TraceContent.None, "it holds no rows"),
            { Rows: [], Misfits: [var misfit, ..] } => (TraceContent.None, $"no row can be read: {misfit.Lines}: {misfit.Reason}"),
            _ => (content, null),
        };

        bool IsRow(TraceRecord record) => !record.IsBroken && columns.Fit(record.Fields);
    }

    private static TraceMisfit Misfit(TraceRecord record, TraceColumns columns) => new(
        record.Lines,
        record.IsBroken ? "a quote is out of place" : $"{record.Fields.Length} columns instead of {columns.Width}",
        Reference(record));

    private static string? Reference(TraceRecord record) => Array.Find(record.Fields, field => TraceReferences.TimeOf(field) is not null);
}

/// <summary>What a response holds.</summary>
internal sealed record TraceContent(IReadOnlyList<TraceRow> Rows, IReadOnlyList<TraceMisfit> Misfits)
{
    public static TraceContent None { get; } = new([], []);

    /// <summary>References that are there more than once, so that nobody knows which row to believe.</summary>
    public HashSet<string> Repeated { get; } =
        Rows.CountBy(row => row.Reference).Where(pair => pair.Value > 1).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);

    public int Count => Rows.Count + Misfits.Count;
}

/// <summary>A row that cannot be read.</summary>
/// <param name="Reference">What has the form of a reference of ours in it; null for nothing.</param>
internal sealed record TraceMisfit(string Lines, string Reason, string? Reference);
