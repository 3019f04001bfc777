using GpConnect.Functions.Spine;
using GpConnect.Functions.Storage;
using GpConnect.Functions.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Functions.Resources;

/// <summary>What a Practitioner needs to be served (resources.md §3).</summary>
internal static class PractitionerRules
{
    public const string Profile = "https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Practitioner-1";

    private static readonly HashSet<string> Allowed = ElementRules.Allow("identifier", "active", "name", "gender");

    public static Judged Judge(Practitioner practitioner)
    {
        var fault = ElementRules.Fault(practitioner, Profile, Allowed)
            ?? ElementRules.Identifiers("Practitioner.identifier", practitioner.Identifier, IdentifierSystems.SdsUserId, IdentifierSystems.SdsRoleProfileId)
            ?? UserId(practitioner)
            ?? Name(practitioner)
            ?? ElementRules.StrayExtension(practitioner)
            ?? NhsCommunication.Normalise("Practitioner", practitioner.Extension);
        if (fault is not null)
        {
            return Judged.Bad(fault);
        }

        practitioner.Text = null;
        practitioner.Language = null;
        var userId = practitioner.Identifier.Single(IsUserId).Value!;
        return Judged.Good(new ServedResource(
            practitioner, Profile, new Envelope { Version = 0 }, [new ServedIdentifier(IdentifierSystems.SdsUserId, userId)], []));
    }

    private static string? UserId(Practitioner practitioner)
    {
        if (practitioner.Identifier.Exists(identifier => identifier.Extension.Count > 0))
        {
            return "Practitioner.identifier holds an extension that is not allowed";
        }

        return practitioner.Identifier.Count(IsUserId) == 1 ? null : "Practitioner.identifier does not hold exactly one SDS user id";
    }

    private static bool IsUserId(Identifier identifier) => identifier.System == IdentifierSystems.SdsUserId;

    private static string? Name(Practitioner practitioner) =>
        practitioner.Name is [{ Family: { } family }] && !string.IsNullOrWhiteSpace(family)
            ? null
            : "Practitioner.name is not exactly one name with family";
}
