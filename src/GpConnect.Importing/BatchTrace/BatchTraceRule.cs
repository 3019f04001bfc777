using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;
using GpConnect.Foundations.Terminology;
using Patient = Hl7.Fhir.Model.Patient;

namespace GpConnect.Importing.BatchTrace;

/// <summary>What a row of a response means for the local record (the table of spine-clients.md §3.3).</summary>
internal static class BatchTraceRule
{
    public static BatchTraceOutcome Validate(BatchTraceRow row, Patient patient) =>
        Validate(row, PatientProfile.NhsNumber(patient), PatientProfile.Verifiable(patient));

    /// <param name="held">The current local record.</param>
    /// <param name="current">Its verification status.</param>
    /// <param name="status">The status that the row gives it; null for none.</param>
    /// <param name="requested">When the request was made.</param>
    /// <returns>Whether the record gets the status.</returns>
    public static bool Changes(Envelope held, string? current, string? status, DateTimeOffset requested) => status switch
    {
        null => false,
        NhsNumberVerificationStatus.Conflict => current != status,

        // A verification after the time of the request takes precedence (spine-clients.md §3.3).
        _ => !(held.Verified?.At >= requested) && (current != status || status == NhsNumberVerificationStatus.Verified),
    };

    public static BatchTraceOutcome Validate(BatchTraceRow row, string nhsNumber, VerifiableDemographics local)
    {
        if (row.RequestedNumber is { } requested && requested != nhsNumber)
        {
            return new BatchTraceOutcome("the record's NHS number is not the one requested");
        }

        if (row.HasRecord && row.HasUnknownFlag)
        {
            return new BatchTraceOutcome("the sensitivity flag is unknown");
        }

        if (row.HasRecord && row.TracedRecord.IsInvalid)
        {
            return new BatchTraceOutcome("the record is invalid on PDS", NhsNumberVerificationStatus.Conflict);
        }

        return row.Result switch
        {
            BatchTraceResult.CrossChecked => OfCrossCheck(DemographicsCheck.Validate(row.TracedRecord, nhsNumber, local)),
            BatchTraceResult.Matched => OfMatch(DemographicsCheck.Validate(row.TracedRecord, nhsNumber, local)),
            BatchTraceResult.Conflict => new BatchTraceOutcome("the NHS number was superseded, is invalid, or is another person's", NhsNumberVerificationStatus.Conflict),
            BatchTraceResult.NoMatch => new BatchTraceOutcome("not found, or several found", NhsNumberVerificationStatus.NoMatch) { NeedsReview = false },
            BatchTraceResult.Sensitive => Restricted,
            BatchTraceResult.NotTraced => new BatchTraceOutcome("the service did not trace it"),
            _ => new BatchTraceOutcome("the result code is unknown"),
        };
    }

    private static BatchTraceOutcome Verified => new("verified", NhsNumberVerificationStatus.Verified) { NeedsReview = false };

    private static BatchTraceOutcome Restricted => new("sensitive on PDS") { IsSensitive = true };

    private static BatchTraceOutcome OfCrossCheck(DemographicsVerdict verdict) => verdict switch
    {
        DemographicsVerdict.Verified => Verified,
        DemographicsVerdict.SupersededOrInvalid => new BatchTraceOutcome("another NHS number was traced", NhsNumberVerificationStatus.Conflict),
        DemographicsVerdict.Sensitive => Restricted,
        DemographicsVerdict.Deceased => new BatchTraceOutcome("deceased on PDS"),
        _ => new BatchTraceOutcome("the demographics do not verify the NHS number"),
    };

    private static BatchTraceOutcome OfMatch(DemographicsVerdict verdict) => verdict == DemographicsVerdict.Verified
        ? Verified
        : new BatchTraceOutcome("matched by other means than the NHS number, and does not verify it", NhsNumberVerificationStatus.Conflict)
        {
            IsSensitive = verdict == DemographicsVerdict.Sensitive,
        };
}

/// <summary>What a row means for its record.</summary>
/// <param name="Finding">For the report; without patient data.</param>
/// <param name="Status">The verification status that the record gets; null when it stays as it is.</param>
internal sealed record BatchTraceOutcome(string Finding, string? Status = null)
{
    /// <summary>Whether the practice has to look at the record.</summary>
    public bool NeedsReview { get; init; } = true;

    public bool IsSensitive { get; init; }
}
