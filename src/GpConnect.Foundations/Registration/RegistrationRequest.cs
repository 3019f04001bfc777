using GpConnect.Foundations.Pds;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Registration;

/// <summary>What a consumer submits, once it satisfies register-patient.md §2 to §5.</summary>
internal sealed record RegistrationRequest(
    string NhsNumber,
    HumanName OfficialName,
    string BirthDate,
    AdministrativeGender? Gender,
    IReadOnlyList<ContactPoint> Telecom,
    IReadOnlyList<Address> Address,
    Extension? NhsCommunication)
{
    /// <summary>Digest of the whole request, to know it again: trace ids are unique to a message.</summary>
    public required string Fingerprint { get; init; }

    public VerifiableDemographics Verifiable => new(BirthDate, OfficialName.Family, OfficialName.Given.First());
}
