using GpConnect.Foundations.Pds;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Registration;

/// <summary>A consumer's submission that satisfies register-patient.md §2 to §5.</summary>
internal sealed record RegistrationRequest(
    string NhsNumber,
    HumanName OfficialName,
    string BirthDate,
    AdministrativeGender? Gender,
    IReadOnlyList<ContactPoint> Telecom,
    IReadOnlyList<Address> Address,
    Extension? NhsCommunication)
{
    /// <summary>Digest of the whole request, to recognise a repetition; a repetition has a new trace id.</summary>
    public required string Fingerprint { get; init; }

    public VerifiableDemographics Verifiable => new(BirthDate, OfficialName.Family, OfficialName.Given.First());
}
