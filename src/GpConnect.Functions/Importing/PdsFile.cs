using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using GpConnect.Functions.Demographics;

namespace GpConnect.Functions.Importing;

/// <summary>
/// CSV files with PDS records (sds-and-pds.md §5) or with what those have no column for: superseded and invalid numbers.
/// Either may come first; records keep the flags of their number, and flags its record.
/// </summary>
internal sealed class PdsFile(IPdsDataSet pds, ImportReport report)
{
    private const int Batch = 256;
    private const string OddWidth = "the row has another number of columns than the header";

    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        BadDataFound = null,
        MissingFieldFound = null,
    };

    private static readonly string[] Flags = ["NHS_NUMBER", "FLAG", "SUPERSEDED_BY"];

    public async Task RunAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await ReadAsync(path, cancellation);
        }
        catch (Exception exception) when (exception is DecoderFallbackException or CsvHelperException)
        {
            report.Reject(path, "", "", "from some line on the file is not CSV in UTF-8");
        }
        catch (InvalidDataException exception)
        {
            report.Reject(path, "", "", exception.Message == BoundedStream.Fault ? BoundedStream.Fault : GzipFile.Fault);
        }
    }

    private async Task ReadAsync(string path, CancellationToken cancellation)
    {
        using var stream = new BoundedStream(DataFile.Open(path));
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var csv = new CsvReader(reader, Configuration);
        var (take, headerFaults) = Layout(csv);
        if (take is null)
        {
            report.Reject(path, "line 1", "", headerFaults);
            return;
        }

        // A number given twice would change to and fro with every import.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var batch = new List<Task<ImportOutcome>>(Batch);
        try
        {
            while (await csv.ReadAsync())
            {
                stream.Restart();
                var (record, fault) = HasOddWidth(csv) ? (null, OddWidth) : await take(csv, cancellation);
                if (fault is null && !seen.Add(record!.NhsNumber))
                {
                    fault = "the same number was given before";
                }

                if (fault is not null)
                {
                    report.Reject(path, $"line {csv.Parser.RawRow}", "", fault);
                    continue;
                }

                cancellation.ThrowIfCancellationRequested();
                batch.Add(SaveAsync(record!, cancellation));
                if (batch.Count == Batch)
                {
                    await FlushAsync(batch);
                }
            }
        }
        finally
        {
            // What was begun is counted, however the file ends.
            await FlushAsync(batch);
        }
    }

    /// <summary>Which of the two layouts the header has; nobody reads a column that neither has, and a flag would be lost in it.</summary>
    private (Func<CsvReader, CancellationToken, ValueTask<(PdsRecord?, string?)>>? Take, IReadOnlyList<string> Faults) Layout(CsvReader csv)
    {
        var header = csv.Read() && csv.ReadHeader() ? csv.HeaderRecord ?? [] : [];
        var isFlags = header.Contains("FLAG");
        string[] known = isFlags ? Flags : PdsRow.Columns;
        string[] required = isFlags ? ["NHS_NUMBER", "FLAG"] : PdsRow.Required;
        if (!header.Contains("NHS_NUMBER"))
        {
            return (null, ["not a list of PDS records or flags: the header is another one"]);
        }

        List<string> faults =
        [
            .. required.Except(header).Select(name => $"the header has no {name}"),
            .. known.Where(name => header.Count(other => other == name) > 1).Select(name => $"the header has {name} more than once"),
            .. Enumerable.Range(0, header.Length).Where(index => !known.Contains(header[index])).Select(index => $"the header's column {index + 1} is none of the layout"),
        ];
        return faults.Count > 0 ? (null, faults) : (isFlags ? FlagAsync : RecordAsync, []);
    }

    private static bool HasOddWidth(CsvReader csv) => csv.Parser.Count != csv.HeaderRecord!.Length;

    private async ValueTask<(PdsRecord?, string?)> RecordAsync(CsvReader csv, CancellationToken cancellation)
    {
        var (record, fault) = PdsRow.Read(csv);
        if (record is null || await pds.FindAsync(record.NhsNumber, cancellation) is not { } held)
        {
            return (record, fault);
        }

        return (record with { IsInvalid = held.IsInvalid, IsSuperseded = held.IsSuperseded, SupersededBy = held.SupersededBy }, null);
    }

    private async ValueTask<(PdsRecord?, string?)> FlagAsync(CsvReader csv, CancellationToken cancellation)
    {
        var number = csv.GetField("NHS_NUMBER") ?? "";
        var survivor = csv.GetField("SUPERSEDED_BY");
        if (!NhsNumber.IsValid(number) || !string.IsNullOrEmpty(survivor) && !NhsNumber.IsValid(survivor))
        {
            return (null, "a number is not ten digits with a valid check digit");
        }

        var held = await pds.FindAsync(number, cancellation) ?? new PdsRecord { NhsNumber = number };
        var plain = held with { IsInvalid = false, IsSuperseded = false, SupersededBy = null };
        return csv.GetField("FLAG") switch
        {
            "" => (plain, null),
            "invalid" => (plain with { IsInvalid = true }, null),
            "superseded" => (plain with { IsSuperseded = true, SupersededBy = string.IsNullOrEmpty(survivor) ? null : survivor }, null),
            _ => (null, "FLAG is not superseded, invalid or blank"),
        };
    }

    private async Task<ImportOutcome> SaveAsync(PdsRecord record, CancellationToken cancellation)
    {
        if (await pds.FindAsync(record.NhsNumber, cancellation) is { } held && Bytes(held).AsSpan().SequenceEqual(Bytes(record)))
        {
            return ImportOutcome.Unchanged;
        }

        await pds.SaveAsync(record, cancellation);
        return ImportOutcome.Written;
    }

    private async Task FlushAsync(List<Task<ImportOutcome>> batch)
    {
        foreach (var outcome in await Task.WhenAll(batch))
        {
            report.Count(outcome);
        }

        batch.Clear();
    }

    private static byte[] Bytes(PdsRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, PdsJson.Default.PdsRecord);
}
