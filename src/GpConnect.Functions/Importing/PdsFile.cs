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

    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        BadDataFound = null,
        MissingFieldFound = null,
        DetectColumnCountChanges = false,
    };

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
    }

    private async Task ReadAsync(string path, CancellationToken cancellation)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var csv = new CsvReader(reader, Configuration);
        if (Layout(csv) is not { } take)
        {
            report.Reject(path, "", "", "not a list of PDS records or flags: the header is another one");
            return;
        }

        // A number given twice would change to and fro with every import.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var batch = new List<Task<ImportOutcome>>(Batch);
        try
        {
            while (await csv.ReadAsync())
            {
                var (record, fault) = await take(csv, cancellation);
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

    private Func<CsvReader, CancellationToken, ValueTask<(PdsRecord?, string?)>>? Layout(CsvReader csv)
    {
        if (!csv.Read() || !csv.ReadHeader() || csv.HeaderRecord is not { } header)
        {
            return null;
        }

        if (header.Contains("NHS_NUMBER") && header.Contains("FLAG"))
        {
            return FlagAsync;
        }

        return PdsRow.Required.All(header.Contains) ? RecordAsync : null;
    }

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
