using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace GpConnect.Functions.Importing.BatchTrace;

/// <summary>Reads a whole response, or none of it (spine-clients.md §3.2, §3.3). What it says of a fault holds nothing of the file.</summary>
internal static class TraceFile
{
    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture) { HasHeaderRecord = false };

    /// <param name="positions">Positions of a DBS response that differ from the usual ones.</param>
    /// <returns>The rows, or why the file is refused.</returns>
    public static (IReadOnlyList<TraceRow> Rows, string? Fault) Read(byte[] file, string profile, IReadOnlyDictionary<string, int> positions)
    {
        List<Record> records;
        try
        {
            records = Records(file);
        }
        catch (Exception exception) when (exception is DecoderFallbackException or CsvHelperException)
        {
            return ([], "it is not CSV in UTF-8");
        }

        return profile switch
        {
            TraceProfile.PdsMesh => Named(records),
            TraceProfile.Mpt => Controlled(records),
            _ => Rows([.. records.Skip(1).SkipLast(1)], TraceColumns.Dbs(positions)),
        };
    }

    private static List<Record> Records(byte[] file)
    {
        using var reader = new StreamReader(new MemoryStream(file), new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var parser = new CsvParser(reader, Configuration);
        var records = new List<Record>();
        while (parser.Read())
        {
            records.Add(new Record(parser.RawRow, parser.Record!));
        }

        return records;
    }

    private static (IReadOnlyList<TraceRow>, string?) Named(List<Record> records) =>
        records is [var names, .. var data] && TraceColumns.Named(names.Fields) is { } columns
            ? Rows(data, columns)
            : ([], "a column that is needed is missing from its first row, or there twice");

    /// <summary>A control record, perhaps names, and as many rows as the control record says.</summary>
    private static (IReadOnlyList<TraceRow>, string?) Controlled(List<Record> records)
    {
        if (records is not [{ Fields: [_, var workflow, var count, var code] }, .. var data]
            || !workflow.StartsWith(TraceProfile.MptWorkflow, StringComparison.Ordinal)
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var expected))
        {
            return ([], "its first row is not the control record of a response");
        }

        if (code != TraceCodes.Success)
        {
            return ([], "its control record has another code than 00: the service did not trace the request");
        }

        var (rows, fault) = data is [var names, ..] && TraceColumns.AreNames(names.Fields) ? Named(data) : Rows(data, TraceColumns.Mpt);
        return fault is null && rows.Count != expected ? ([], "its control record states another number of rows") : (rows, fault);
    }

    private static (IReadOnlyList<TraceRow>, string?) Rows(List<Record> data, TraceColumns columns)
    {
        if (data.Count == 0)
        {
            return ([], "it holds no rows");
        }

        return data.Find(record => !columns.Fit(record.Fields)) is { } misfit
            ? ([], $"the row that ends in line {misfit.Line} has another number of columns")
            : ([.. data.Select(record => columns.Row(record.Line, record.Fields))], null);
    }

    private sealed record Record(int Line, string[] Fields);
}
