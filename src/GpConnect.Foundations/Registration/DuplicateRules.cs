using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;

namespace GpConnect.Foundations.Registration;

/// <summary>
/// Whether the practice's own records of the person allow a registration (register-patient.md §7): one active Patient per NHS number
/// and practice; merged records do not count.
/// </summary>
internal static class DuplicateRules
{
    /// <param name="Lapsed">The record to re-activate; null to create a new one.</param>
    /// <param name="Registered">The record that an earlier attempt of the same request registered; null if there is none.</param>
    internal sealed record Decision(StoredRecord? Lapsed, StoredRecord? Registered = null);

    public static Result<Decision, Failure> Check(IdentifiedRecords held, RegistrationRequest request, PdsRecord pds, DateTimeOffset now)
    {
        var survivors = held.Records.Where(record => record.Envelope.SupersededBy is null).ToList();
        if (survivors.Exists(record => record.Envelope.Deceased is not null))
        {
            return SpineError.InvalidPatientDemographics.Because("The person is recorded as deceased");
        }

        if (survivors.Exists(record => record.Envelope.Sensitive || record.Envelope.Verified is null && !IsVerified(record, pds)))
        {
            // The same text as for demographics that do not match PDS, so that the flag is not disclosed.
            return SpineError.InvalidPatientDemographics.Because("The demographics do not verify the NHS number on PDS");
        }

        if (survivors.Find(record => record.Envelope.IsActive(now)) is { } active)
        {
            // If the answer to the first attempt was lost, its repetition must not look like a duplicate of another registration.
            if (active.Envelope.Provenance is [.., { Request: { } made }] && made == request.Fingerprint)
            {
                return new Decision(null, active);
            }

            return SpineError.DuplicateRejected.Because("An active registration already exists at this practice for the NHS number supplied");
        }

        return survivors.Count > 1
            ? SpineError.DuplicateRejected.Because("Several lapsed records hold the NHS number supplied; the practice has to merge them first")
            : new Decision(survivors.SingleOrDefault());
    }

    private static bool IsVerified(StoredRecord record, PdsRecord pds) =>
        VerificationRule.IsVerified(PatientProfile.Verifiable(PatientProfile.Parse(record)), pds);
}
