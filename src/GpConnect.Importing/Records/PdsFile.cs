using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using GpConnect.Foundations.Pds;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>
/// Imports CSV files with PDS records (sds-and-pds.md §5), or with flags that those have no column for: superseded and invalid
/// numbers. Either may come first: a record keeps the flags of its number, and a flag keeps the record.
/// </summary>
internal sealed class PdsFile(IPdsDataSet pds, ImportReport report)
{
    private const int Batch = 256;
    private const string OddWidth = "the row has a different number of columns from the header";

    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        BadDataFound = null,
        MissingFieldFound = null,
    };

    public async Task RunAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await ReadAsync(path, cancellation);
        }
        catch (Exception exception) when (exception is DecoderFallbackException or CsvHelperException)
        {
            var at = exception is DecoderFallbackException ? CsvPlace.NotUtf8(path) : null;
            report.Reject(path, new ImportError("from here on the file is not CSV in UTF-8") { At = at });
        }
        catch (InvalidDataException exception)
        {
            report.Reject(path, exception.Message == BoundedStream.Error ? BoundedStream.Error : GzipFile.Error);
        }
    }

    private async Task ReadAsync(string path, CancellationToken cancellation)
    {
        using var stream = new BoundedStream(DataFile.Open(path));
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var csv = new CsvReader(reader, Configuration);
        var (layout, headerErrors) = LayoutOf(csv);
        if (layout is null)
        {
            report.Reject(path, [.. headerErrors.Select(error => error with { At = error.At ?? new FilePosition(1) })]);
            return;
        }

        // A number in two rows would change back and forth with every import.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var batch = new List<Task<ImportOutcome>>(Batch);
        try
        {
            while (await csv.ReadAsync())
            {
                stream.Restart();
                var errors = Errors(csv, layout, seen);
                if (errors.Count > 0)
                {
                    report.Reject(path, errors);
                    continue;
                }

                cancellation.ThrowIfCancellationRequested();
                batch.Add(SaveAsync(await layout.Read(csv, cancellation), cancellation));
                if (batch.Count == Batch)
                {
                    await FlushAsync(batch);
                }
            }
        }
        finally
        {
            // Writes that were started are counted, even if reading fails.
            await FlushAsync(batch);
        }
    }

    /// <summary>The layout that the header has. An unknown column is an error, because a flag in it would be lost.</summary>
    private (Layout? Layout, IReadOnlyList<ImportError> Errors) LayoutOf(CsvReader csv)
    {
        var header = csv.Read() && csv.ReadHeader() ? csv.HeaderRecord ?? [] : [];
        var isFlags = header.Contains("FLAG");
        string[] known = isFlags ? PdsFlag.Columns : PdsRow.Columns;
        string[] required = isFlags ? PdsFlag.Required : PdsRow.Required;
        if (!header.Contains("NHS_NUMBER"))
        {
            return (null, ["not a list of PDS records or flags: the header has no NHS_NUMBER"]);
        }

        List<ImportError> errors =
        [
            .. required.Except(header).Select(name => new ImportError($"the header has no {name}")),
            .. known.Where(name => header.Count(other => other == name) > 1).Select(name => new ImportError($"the header has {name} more than once")),
            .. Enumerable.Range(0, header.Length).Where(index => !known.Contains(header[index]))
                .Select(index => new ImportError($"column {index + 1} of the header is not in the layout") { At = CsvPlace.Of(csv, index) }),
        ];
        return errors.Count > 0 ? (null, errors) : (isFlags ? new Layout(PdsFlag.Errors, FlagAsync) : new Layout(PdsRow.Errors, RecordAsync), []);
    }

    private static IReadOnlyList<ImportError> Errors(CsvReader csv, Layout layout, HashSet<string> seen)
    {
        if (csv.Parser.Count != csv.HeaderRecord!.Length)
        {
            return [CsvPlace.Error(csv, OddWidth)];
        }

        var errors = layout.Errors(csv);
        return errors.Count == 0 && !seen.Add(csv.GetField("NHS_NUMBER")!.Trim()) ? [CsvPlace.Error(csv, "NHS_NUMBER", "is in an earlier row")] : errors;
    }

    private async ValueTask<PdsRecord> RecordAsync(CsvReader csv, CancellationToken cancellation)
    {
        var record = PdsRow.Read(csv);
        return await pds.FindAsync(record.NhsNumber, cancellation) is { } held
            ? record with { IsInvalid = held.IsInvalid, IsSuperseded = held.IsSuperseded, SupersededBy = held.SupersededBy }
            : record;
    }

    private async ValueTask<PdsRecord> FlagAsync(CsvReader csv, CancellationToken cancellation)
    {
        var number = csv.GetField("NHS_NUMBER")!;
        return PdsFlag.Mark(csv, await pds.FindAsync(number, cancellation) ?? new PdsRecord { NhsNumber = number });
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

    /// <param name="Errors">Why the current row is refused; empty when it is valid.</param>
    /// <param name="Read">Makes the record of a valid row.</param>
    private sealed record Layout(Func<CsvReader, IReadOnlyList<ImportError>> Errors, Func<CsvReader, CancellationToken, ValueTask<PdsRecord>> Read);

    private static byte[] Bytes(PdsRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, PdsJson.Default.PdsRecord);
}
