using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;

namespace GpConnect.Importing.Records;

/// <summary>
/// Two Patients of one import with the same NHS number: one of them has it by mistake, and the import cannot know which. Neither is
/// written, and a record from an earlier import is no longer served.
/// </summary>
internal sealed class DisputedNumber(IResourceStore store, string practice, TimeProvider clock)
{
    public const string Activity = "import: NHS number in doubt";

    private const string Error = "another Patient of this import has the same NHS number";

    /// <summary>The most other records that an error names.</summary>
    private const int MostNamed = 3;

    private readonly OperatorAudit audit = new(clock);

    /// <summary>
    /// The records that dispute a number: several, active at the same time; empty when there is no dispute. A rejected record counts,
    /// because its state is unknown.
    /// </summary>
    public List<ReadPatient> Claimants(IEnumerable<ReadPatient> patients)
    {
        var claimants = patients.Where(patient => patient.Incoming?.State.IsActive(clock.GetUtcNow()) ?? true).ToList();
        return claimants.DistinctBy(patient => (object?)patient.Record.Id ?? patient).Count() > 1 ? claimants : [];
    }

    /// <summary>The record with an error that names the other claimants.</summary>
    public static ReadPatient Reject(ReadPatient patient, IReadOnlyList<ReadPatient> claimants)
    {
        var others = claimants.Where(other => other != patient).Select(other => other.Record.Place).ToList();
        var more = others.Count > MostNamed ? $" and {others.Count - MostNamed} more" : "";
        return patient with { Record = patient.Record.With(new ImportError(Error, $"{string.Join("; ", others.Take(MostNamed))}{more}")), Incoming = null };
    }

    /// <summary>Stops serving the stored record if it has the disputed number.</summary>
    /// <returns>Why that failed; null when it succeeded or was not needed.</returns>
    public async Task<string?> WithholdAsync(IncomingRecord incoming, CancellationToken cancellation)
    {
        var isDone = await ConflictRetry.RunAsync(() => TryWithholdAsync(incoming, cancellation));
        return isDone is null ? "the record is being changed concurrently and may still be served; import it again" : null;
    }

    /// <returns>Null when it conflicts with another change.</returns>
    private async ValueTask<bool?> TryWithholdAsync(IncomingRecord incoming, CancellationToken cancellation)
    {
        var stored = await store.ReadAsync(incoming.Key, cancellation);
        if (stored is null || stored.Envelope.Withheld is not null || !stored.Envelope.Identifiers.Intersect(incoming.Identifiers).Any())
        {
            return true;
        }

        var entry = audit.Entry(Activity, OperatorAudit.Done, practice, [$"Patient/{incoming.Key.Id}"]);
        return await store.CommitAsync(new StoreChange(practice, [Withheld(stored)], [], entry), cancellation) == CommitResult.Committed ? true : null;
    }

    private StoredRecord Withheld(StoredRecord stored)
    {
        var provenance = new Provenance { At = clock.GetUtcNow(), Activity = Activity, UserName = OperatorAudit.User };
        return PatientProfile.Next(stored, PatientProfile.Parse(stored), stored.Envelope with { Withheld = Error }, provenance);
    }
}
