using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;
using GpConnect.Foundations.Terminology;
using GpConnect.Importing.Records;
using Patient = Hl7.Fhir.Model.Patient;

namespace GpConnect.Importing.BatchTrace;

/// <summary>Applies a row to its record: writes the next version and its audit entry in one change, or nothing.</summary>
internal sealed class BatchTraceWriter(IResourceStore store, string practice, string profile, string hash, DateTimeOffset requested, TimeProvider clock)
{
    private readonly OperatorAudit audit = new(clock);

    /// <returns>What the row means for the record, and whether that changed it.</returns>
    /// <exception cref="StoreBusyException">Every attempt conflicted with another change.</exception>
    public async Task<(BatchTraceOutcome Outcome, bool IsChanged)> WriteAsync(BatchTraceRow row, string patientId, CancellationToken cancellation)
    {
        // An exception, not a finding: with a finding the file would count as imported.
        return await ConflictRetry.RunAsync(() => TryWriteAsync(row, patientId, cancellation)) ?? throw new StoreBusyException();
    }

    /// <returns>Null when it conflicts with another change.</returns>
    private async ValueTask<(BatchTraceOutcome Outcome, bool IsChanged)?> TryWriteAsync(BatchTraceRow row, string patientId, CancellationToken cancellation)
    {
        var record = await store.ReadAsync(new RecordKey(practice, "Patient", patientId), cancellation)
            ?? throw new CorruptIndexException("A record that was listed does not exist.");
        var patient = PatientProfile.Parse(record);
        var outcome = BatchTraceRule.Validate(row, patient);
        outcome = outcome.Status == NhsNumberVerificationStatus.Verified && BatchTraceHiding.Of(record.Envelope, clock.GetUtcNow()) is { } why
            ? outcome with { Finding = $"{outcome.Finding}, but stays hidden: {why}", NeedsReview = true }
            : outcome;
        if (Next(record, patient, outcome) is not { } next)
        {
            return (outcome, false);
        }

        var change = new StoreChange(practice, [next], [], Entry(row, patientId, outcome));
        return await store.CommitAsync(change, cancellation) == CommitResult.Committed ? (outcome, true) : null;
    }

    private AuditEntry Entry(BatchTraceRow row, string patientId, BatchTraceOutcome outcome) => audit.Entry(
        "import dbs record", OperatorAudit.Done, practice, [$"Patient/{patientId}"], [new("reference", row.Reference), new("finding", outcome.Finding)]);

    /// <summary>The next version; null when the row changes nothing.</summary>
    private StoredRecord? Next(StoredRecord record, Patient patient, BatchTraceOutcome outcome)
    {
        var held = record.Envelope;
        var status = BatchTraceRule.Changes(held, NhsNumberVerificationStatus.Of(patient.Identifier[0]), outcome.Status, requested) ? outcome.Status : null;
        var marksSensitive = outcome.IsSensitive && !held.Sensitive;
        if (status is null && !marksSensitive)
        {
            return null;
        }

        if (status is not null)
        {
            PatientProfile.SetVerificationStatus(patient, status);
        }

        var state = held with
        {
            Sensitive = held.Sensitive || marksSensitive,
            Verified = status switch
            {
                null => held.Verified,
                NhsNumberVerificationStatus.Verified => new Verification(requested, $"batch trace {profile}"),
                _ => null,
            },
        };
        return PatientProfile.Next(record, patient, state, Provenance(outcome, marksSensitive));
    }

    private Provenance Provenance(BatchTraceOutcome outcome, bool marksSensitive) => new()
    {
        At = clock.GetUtcNow(),
        Activity = marksSensitive ? OperatorOverrides.TracedSensitive : BatchTraceImport.Activity,
        UserName = OperatorAudit.User,
        Reason = $"{profile}: {outcome.Finding}",
        Content = hash,
    };
}
