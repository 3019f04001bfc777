using GpConnect.Functions.Demographics;
using GpConnect.Functions.Spine;
using GpConnect.Functions.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Functions.Resources;

/// <summary>What a Patient needs to be kept and, in the right state, served (resources.md §2).</summary>
internal static class PatientRules
{
    private static readonly HashSet<string> Allowed = ElementRules.Allow(
        "identifier", "active", "name", "telecom", "gender", "birthDate", "deceased", "address", "contact",
        "generalPractitioner", "managingOrganization", "link");

    public static Judged Judge(Patient patient)
    {
        var references = new List<LocalReference>();
        var fault = ElementRules.Fault(patient, PatientProfile.Url, Allowed)
            ?? Identifier(patient)
            ?? Name(patient)
            ?? (patient.Gender is null ? "Patient.gender is missing" : null)
            ?? (patient.BirthDate is null ? "Patient.birthDate is missing" : null)
            ?? ElementRules.Telecom("Patient.telecom", patient.Telecom, needsUse: true)
            ?? ElementRules.Address("Patient.address", patient.Address, needsUse: true)
            ?? patient.Contact.Select(ContactRules.Fault).FirstOrDefault(contact => contact is not null)
            ?? ElementRules.StrayExtension(patient)
            ?? Extensions(patient, references)
            ?? References(patient, references)
            ?? PatientState.Fault(patient);
        return fault is null ? Judged.Good(Reduce(patient, references)) : Judged.Bad(fault);
    }

    private static ServedResource Reduce(Patient patient, List<LocalReference> references)
    {
        var number = PatientProfile.NhsNumber(patient);
        var state = PatientState.Take(patient, references);
        patient.Identifier = [NhsNumberVerificationStatus.Identifier(number, NhsNumberVerificationStatus.Of(patient.Identifier[0])!)];
        patient.Text = null;
        patient.Language = null;
        return new ServedResource(
            patient, PatientProfile.Url, state, [new ServedIdentifier(IdentifierSystems.NhsNumber, number)], references);
    }

    private static string? Identifier(Patient patient)
    {
        const string Path = "Patient.identifier";
        if (ElementRules.Identifiers(Path, patient.Identifier, IdentifierSystems.NhsNumber) is { } fault)
        {
            return fault;
        }

        if (patient.Identifier is not [var identifier])
        {
            return $"{Path} does not hold exactly one NHS number";
        }

        return NhsNumber.IsValid(identifier.Value)
            ? NhsNumberVerificationStatus.Fault(identifier)
            : $"{Path}: the NHS number is not ten digits with a valid check digit";
    }

    /// <summary>Only the official name is kept: it is the one that is synchronised with PDS.</summary>
    private static string? Name(Patient patient)
    {
        patient.Name = [.. patient.Name.Where(name => name.Use == HumanName.NameUse.Official)];
        return patient.Name is [{ Family: { } family }] && !string.IsNullOrWhiteSpace(family)
            ? null
            : "Patient.name does not hold exactly one official name with family";
    }

    private static string? Extensions(Patient patient, List<LocalReference> references)
    {
        var details = patient.Extension.Where(extension => extension.Url == RegistrationDetails.Url).ToList();
        if (details is not [var registration])
        {
            return "Patient.extension does not hold registrationDetails exactly once";
        }

        var others = patient.Extension.Where(extension => extension.Url != RegistrationDetails.Url).ToList();
        return RegistrationDetailsRules.Fault(registration, references) ?? NhsCommunication.Normalise("Patient", others);
    }

    private static string? References(Patient patient, List<LocalReference> references)
    {
        if (patient.GeneralPractitioner.Count > 1)
        {
            return "Patient.generalPractitioner is given more than once";
        }

        return ReferenceRules.Check("Patient.generalPractitioner", patient.GeneralPractitioner.FirstOrDefault(), "Practitioner", references)
            ?? ReferenceRules.Check("Patient.managingOrganization", patient.ManagingOrganization, "Organization", references);
    }
}
