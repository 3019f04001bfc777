using GpConnect.Foundations.Records;
using GpConnect.Importing.Records;

namespace GpConnect.Importing.BatchTrace;

/// <summary>The Patients of a practice that matter to a response.</summary>
/// <param name="Ids">Logical ids of the Patients in the response, by reference.</param>
/// <param name="Hidden">The other Patients that an earlier response hid: why each is not served, by logical id.</param>
/// <param name="Implausibility">Why the response is implausible; null when it is plausible.</param>
internal sealed record BatchTracePatients(IReadOnlyDictionary<string, string> Ids, IReadOnlyDictionary<string, string> Hidden, string? Implausibility)
{
    public static async Task<BatchTracePatients> ReadAsync(
        IAsyncEnumerable<StoredRecord> records, BatchTraceContent content, BatchTraceReferences references, DateTimeOffset now, CancellationToken cancellation)
    {
        var given = content.Rows.Select(row => row.Reference).Concat(content.Misfits.Select(misfit => misfit.Reference)).ToHashSet(StringComparer.Ordinal);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var hidden = new Dictionary<string, string>(StringComparer.Ordinal);
        var plausibility = new BatchTracePlausibility(content, references.Requested);
        await foreach (var record in records.WithCancellation(cancellation))
        {
            var reference = references.Of(record.Key.Id);
            if (given.Contains(reference))
            {
                ids.Add(reference, record.Key.Id);
                plausibility.Take(reference, record);
            }
            else if (OperatorOverrides.BatchTraceOf(record.Envelope) is not null && BatchTraceHiding.Of(record.Envelope, now) is { } why)
            {
                hidden.Add(record.Key.Id, why);
            }
        }

        return new BatchTracePatients(ids, hidden, plausibility.Error());
    }
}
