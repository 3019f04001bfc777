using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>The conditions for storing a Patient and, in the right state, serving it (resources.md §2).</summary>
internal static class PatientRules
{
    private static readonly HashSet<string> Allowed = ElementRules.Allow(
        "identifier", "active", "name", "telecom", "gender", "birthDate", "deceased", "address", "contact",
        "generalPractitioner", "managingOrganization", "link");

    public static ValidatedResource Validate(Patient patient, ResourceValidation validation)
    {
        List<string?> errors =
        [
            .. ElementRules.Errors(patient, PatientProfile.Url, Allowed),
            .. Identifier(patient, validation),
            Name(patient, validation.Now),
            .. ElementRules.Telecom("Patient.telecom", patient.Telecom, needsUse: true),
            .. ElementRules.Address("Patient.address", patient.Address, needsUse: true),
            .. ContactRules.Errors(patient.Contact),
            .. ElementRules.UnexpectedExtensions(patient),
            .. Extensions(patient, validation),
            .. References(patient, validation.References),
            .. PatientState.Errors(patient),
        ];
        return errors.Exists(error => error is not null) ? ValidatedResource.Bad(errors) : ValidatedResource.Good(Reduce(patient, validation));
    }

    private static ServedResource Reduce(Patient patient, ResourceValidation validation)
    {
        var number = PatientProfile.NhsNumber(patient);
        var state = PatientState.Take(patient, validation.References);
        patient.Identifier = [NhsNumberVerificationStatus.Identifier(number, NhsNumberVerificationStatus.Of(patient.Identifier[0])!)];
        patient.Text = null;
        patient.Language = null;
        if (patient.Gender is null)
        {
            // As in a registration for which neither the consumer nor PDS states a gender.
            patient.Gender = AdministrativeGender.Unknown;
            validation.Notes.Add("Patient.gender is missing; served as unknown");
        }

        return new ServedResource(patient, PatientProfile.Url, state, [new ServedIdentifier(IdentifierSystems.NhsNumber, number)], validation);
    }

    private static IReadOnlyList<string> Identifier(Patient patient, ResourceValidation validation)
    {
        const string Path = "Patient.identifier";
        if (ElementRules.Identifiers(Path, patient.Identifier, IdentifierSystems.NhsNumber) is { Count: > 0 } errors)
        {
            return errors;
        }

        if (patient.Identifier is not [var identifier])
        {
            return [$"{Path} does not hold exactly one NHS number"];
        }

        if (!NhsNumber.IsValid(identifier.Value))
        {
            return [$"{Path}: the NHS number is not ten digits with a valid check digit"];
        }

        return NhsNumberVerificationStatus.Normalise(identifier, validation.Notes) is { } error ? [error] : [];
    }

    /// <summary>Keeps only the current official name, which is the one that is synchronised with PDS.</summary>
    private static string? Name(Patient patient, DateTimeOffset now)
    {
        patient.Name = Names.Current([.. patient.Name.Where(name => name.Use == HumanName.NameUse.Official)], now);
        return patient.Name is [{ Family: { } family }] && !string.IsNullOrWhiteSpace(family)
            ? null
            : "Patient.name does not hold exactly one current official name with family";
    }

    private static IEnumerable<string?> Extensions(Patient patient, ResourceValidation validation)
    {
        var details = patient.Extension.Where(extension => extension.Url == RegistrationDetails.Url).ToList();
        var others = patient.Extension.Where(extension => extension.Url != RegistrationDetails.Url).ToList();
        return details.Count > 1
            ? ["Patient.extension holds registrationDetails more than once"]
            : [.. details.SelectMany(registration => RegistrationDetailsRules.Errors(registration, validation)), .. NhsCommunication.Normalise("Patient", others)];
    }

    private static IEnumerable<string?> References(Patient patient, List<LocalReference> references)
    {
        if (patient.GeneralPractitioner.Count > 1)
        {
            yield return "Patient.generalPractitioner is given more than once";
        }

        yield return ReferenceRules.Check("Patient.generalPractitioner", patient.GeneralPractitioner.FirstOrDefault(), "Practitioner", references);
        yield return ReferenceRules.Check("Patient.managingOrganization", patient.ManagingOrganization, "Organization", references);
    }
}
