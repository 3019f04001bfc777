using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;
using GpConnect.Foundations.Terminology;

namespace GpConnect.Importing.BatchTrace;

/// <summary>
/// Counts the people whom a response would take out of service. If there are many at once, it is more likely that the file, or how we
/// read it, is wrong (spine-clients.md §3.3).
/// </summary>
/// <param name="requested">When the request was made.</param>
internal sealed class BatchTracePlausibility(BatchTraceContent content, DateTimeOffset requested)
{
    /// <summary>Up to this many people, or this share of them, is plausible.</summary>
    private const int Maximum = 20;

    private const int MaximumPercent = 5;

    private readonly Dictionary<string, BatchTraceRow> rows =
        content.Rows.Where(row => !content.Repeated.Contains(row.Reference)).ToDictionary(row => row.Reference, StringComparer.Ordinal);

    private int people;
    private int hidden;
    private int lowered;

    /// <param name="reference">The reference of the Patient; the response may have no usable row for it.</param>
    /// <param name="record">The Patient as it is now.</param>
    public void Take(string reference, StoredRecord record)
    {
        if (!rows.TryGetValue(reference, out var row))
        {
            return;
        }

        var patient = PatientProfile.Parse(record);
        var outcome = BatchTraceRule.Validate(row, patient);
        var current = NhsNumberVerificationStatus.Of(patient.Identifier[0]);
        people++;
        hidden += outcome.IsSensitive && !record.Envelope.Sensitive ? 1 : 0;
        lowered += current == NhsNumberVerificationStatus.Verified
            && outcome.Status is { } status
            && status != current
            && BatchTraceRule.Changes(record.Envelope, current, status, requested)
                ? 1
                : 0;
    }

    /// <returns>Why the file is refused; null when it is plausible.</returns>
    public string? Error()
    {
        if (IsTooMany(hidden))
        {
            return $"it would hide {hidden} of {people} people as sensitive; check {BatchTraceColumnNames.Sensitivity}, and pass --allow-implausible if it is right";
        }

        return IsTooMany(lowered)
            ? $"{lowered} of {people} people would no longer be verified; check the codes and numbers, and pass --allow-implausible if they are right"
            : null;
    }

    private bool IsTooMany(int count) => count > Maximum && count * 100L > people * (long)MaximumPercent;
}
