using GpConnect.Foundations.Records;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>The conditions for serving a Location (resources.md §5).</summary>
internal static class LocationRules
{
    public const string Profile = "https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Location-1";

    private static readonly HashSet<string> Allowed = ElementRules.Allow(
        "identifier", "status", "operationalStatus", "name", "alias", "description", "type", "telecom", "address",
        "physicalType", "position", "managingOrganization", "partOf");

    public static ValidatedResource Validate(Location location, ResourceValidation validation)
    {
        List<string?> errors =
        [
            .. ElementRules.Errors(location, Profile, Allowed),
            string.IsNullOrWhiteSpace(location.Name) ? "Location.name is missing" : null,
            location.Address is null ? "Location.address is missing" : null,
            location.ManagingOrganization is null ? "Location.managingOrganization is missing" : null,
            Type(location),
            .. ElementRules.Telecom("Location.telecom", location.Telecom, needsUse: false),
            .. ElementRules.Address("Location.address", location.Address, needsUse: false),
            ReferenceRules.Check("Location.managingOrganization", location.ManagingOrganization, "Organization", validation.References),
            ReferenceRules.Check("Location.partOf", location.PartOf, "Location", validation.References),
            .. ElementRules.UnexpectedExtensions(location),
            location.Extension.Count > 0 ? "Location.extension is not allowed" : null,
        ];
        if (errors.Exists(error => error is not null))
        {
            return ValidatedResource.Bad(errors);
        }

        // GP systems do not use site codes, and a physical type is not served (resources.md §5).
        location.Identifier = [];
        location.PhysicalType = null;
        location.Text = null;
        location.Language = null;
        return ValidatedResource.Good(new ServedResource(location, Profile, new Envelope { Version = 0 }, [], validation));
    }

    private static string? Type(Location location) =>
        location.Type is null || location.Type.Coding.TrueForAll(coding => coding is { System: not null, Code: not null, Display: not null })
            ? null
            : "Location.type needs system, code and display";
}
