using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace GpConnect.Importing.BatchTrace;

/// <summary>The records of a CSV text, each with its first and last line.</summary>
internal static class BatchTraceRecords
{
    public static List<BatchTraceRecord> Read(string text)
    {
        var isBroken = false;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            HasHeaderRecord = false,

            // A skipped blank line would count as the first line of the next record.
            IgnoreBlankLines = false,
            BadDataFound = _ => isBroken = true,
        };
        using var reader = new StringReader(text);
        using var parser = new CsvParser(reader, configuration);
        var records = new List<BatchTraceRecord>();
        for (var first = 1; parser.Read(); first = parser.RawRow + 1)
        {
            isBroken = false;
            if (parser.Record is not [""] and { } fields)
            {
                records.Add(new BatchTraceRecord(first, parser.RawRow, fields) { IsBroken = isBroken });
            }
        }

        return records;
    }
}

/// <param name="First">Its first line, counted from 1.</param>
/// <param name="Last">Its last line; a quoted field may hold line breaks.</param>
internal sealed record BatchTraceRecord(int First, int Last, string[] Fields)
{
    /// <summary>Whether a quote is out of place, so that it is unknown where its fields end.</summary>
    public bool IsBroken { get; init; }

    public string Lines => First == Last ? $"line {First}" : $"lines {First} to {Last}";
}
