using GpConnect.Foundations.Records;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>The conditions for serving a Practitioner (resources.md §3).</summary>
internal static class PractitionerRules
{
    public const string Profile = "https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Practitioner-1";

    private static readonly HashSet<string> Allowed = ElementRules.Allow("identifier", "active", "name", "gender");

    public static ValidatedResource Validate(Practitioner practitioner, ResourceValidation validation)
    {
        List<string?> errors =
        [
            .. ElementRules.Errors(practitioner, Profile, Allowed),
            .. ElementRules.Identifiers("Practitioner.identifier", practitioner.Identifier, IdentifierSystems.SdsUserId, IdentifierSystems.SdsRoleProfileId),
            UserId(practitioner, validation),
            Name(practitioner, validation),
            .. ElementRules.UnexpectedExtensions(practitioner),
            .. NhsCommunication.Normalise("Practitioner", practitioner.Extension),
        ];
        if (errors.Exists(error => error is not null))
        {
            return ValidatedResource.Bad(errors);
        }

        practitioner.Text = null;
        practitioner.Language = null;
        var identifiers = practitioner.Identifier.Where(IsUserId).Select(identifier => new ServedIdentifier(IdentifierSystems.SdsUserId, identifier.Value!));
        return ValidatedResource.Good(new ServedResource(practitioner, Profile, new Envelope { Version = 0 }, [.. identifiers], validation));
    }

    /// <summary>The profile allows at most one SDS user id: a clinician without one can be read, but no search finds them.</summary>
    private static string? UserId(Practitioner practitioner, ResourceValidation validation)
    {
        if (practitioner.Identifier.Exists(identifier => identifier.Extension.Count > 0))
        {
            return "Practitioner.identifier holds an extension that is not allowed";
        }

        switch (practitioner.Identifier.Count(IsUserId))
        {
            case 0:
                validation.Notes.Add("Practitioner.identifier: no SDS user id; a read finds the Practitioner, a search does not");
                return null;
            case 1:
                return null;
            default:
                return "Practitioner.identifier holds more than one SDS user id";
        }
    }

    private static bool IsUserId(Identifier identifier) => identifier.System == IdentifierSystems.SdsUserId;

    /// <summary>The profile requires a family name; an unstructured name is served in its place .</summary>
    private static string? Name(Practitioner practitioner, ResourceValidation validation)
    {
        practitioner.Name = Names.Current(practitioner.Name, validation.Now);
        if (practitioner.Name is [{ Family: null, Text: { } text } name] && !name.Given.Any() && !string.IsNullOrWhiteSpace(text))
        {
            name.Family = text;
            name.Text = null;
            validation.Notes.Add("Practitioner.name: the text is served as the family name");
        }

        return practitioner.Name is [{ Family: { } family }] && !string.IsNullOrWhiteSpace(family)
            ? null
            : "Practitioner.name is not exactly one current name with family, or with text only";
    }
}
