using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Pds;

namespace GpConnect.Foundations.Registration;

/// <summary>Whether the answer of PDS allows the person to be registered (register-patient.md §6).</summary>
internal static class PdsRules
{
    public static Result<PdsRecord, Failure> Check(PdsResponse answer, RegistrationRequest request) => answer switch
    {
        PdsResponse.Unavailable { Reason: var reason } =>
            SpineError.InternalServerError.Because("PDS is unavailable, so the NHS number cannot be verified", reason),
        PdsResponse.Found { Record: var record } => Check(record, request),
        _ => SpineError.InvalidPatientDemographics.Because("The NHS number is not known to PDS"),
    };

    private static Result<PdsRecord, Failure> Check(PdsRecord record, RegistrationRequest request) =>
        DemographicsCheck.Validate(record, request.NhsNumber, request.Verifiable) switch
        {
            DemographicsVerdict.Verified => record,
            DemographicsVerdict.SupersededOrInvalid => SpineError.InvalidNhsNumber.Because("PDS marks the NHS number as superseded or invalid"),
            DemographicsVerdict.Deceased => SpineError.InvalidPatientDemographics.Because("The person is recorded as deceased"),

            // A sensitive record gets the same answer as demographics that do not match, so that the flag is not disclosed.
            _ => SpineError.InvalidPatientDemographics.Because("The demographics do not verify the NHS number on PDS"),
        };
}
