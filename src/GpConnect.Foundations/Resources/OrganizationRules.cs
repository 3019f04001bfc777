using GpConnect.Foundations.Records;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>The conditions for serving an Organization (resources.md §4).</summary>
internal static class OrganizationRules
{
    public const string Profile = "https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Organization-1";

    private const string MainLocation = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-MainLocation-1";
    private const string OrganizationPeriod = "http://hl7.org/fhir/StructureDefinition/organization-period";
    private const string TypeSystem = "https://fhir.nhs.uk/STU3/CodeSystem/GPConnect-OrganisationType-1";

    private static readonly Dictionary<string, string> TypeDisplays = new(StringComparer.Ordinal)
    {
        ["gp-practice"] = "GP Practice",
        ["urgent-care"] = "Urgent Care",
    };

    private static readonly HashSet<string> Allowed =
        ElementRules.Allow("identifier", "active", "type", "name", "alias", "telecom", "address", "partOf");

    public static ValidatedResource Validate(Organization organization, ResourceValidation validation)
    {
        List<string?> errors =
        [
            .. ElementRules.Errors(organization, Profile, Allowed),
            .. ElementRules.Identifiers("Organization.identifier", organization.Identifier, IdentifierSystems.OdsOrganizationCode),
            OdsCode(organization),
            Type(organization),
            string.IsNullOrWhiteSpace(organization.Name) ? "Organization.name is missing" : null,
            .. ElementRules.Telecom("Organization.telecom", organization.Telecom, needsUse: false),
            .. ElementRules.Address("Organization.address", organization.Address, needsUse: false),
            .. ElementRules.UnexpectedExtensions(organization),
            .. Extensions(organization, validation.References),
            ReferenceRules.Check("Organization.partOf", organization.PartOf, "Organization", validation.References),
        ];
        if (errors.Exists(error => error is not null))
        {
            return ValidatedResource.Bad(errors);
        }

        organization.Text = null;
        organization.Language = null;
        var code = new ServedIdentifier(IdentifierSystems.OdsOrganizationCode, organization.Identifier[0].Value!);
        return ValidatedResource.Good(new ServedResource(organization, Profile, new Envelope { Version = 0 }, [code], validation));
    }

    /// <summary>Logical id of the main Location; null when the Organization does not state one.</summary>
    public static string? MainLocationOf(Organization organization) =>
        (organization.Extension.Find(extension => extension.Url == MainLocation)?.Value as ResourceReference)?.Reference?.Split('/')[^1];

    private static string? OdsCode(Organization organization) =>
        organization.Identifier is [{ Extension.Count: 0 }] ? null : "Organization.identifier does not hold exactly one plain ODS code";

    /// <summary>The binding is extensible, so codes of other systems are valid.</summary>
    private static string? Type(Organization organization) => organization.Type switch
    {
        [] => null,
        [var type] when !type.Coding.Exists(coding => coding.System == TypeSystem) => null,
        [var type] => ElementRules.Coding("Organization.type", type, TypeSystem, TypeDisplays),
        _ => "Organization.type is given more than once",
    };

    private static IEnumerable<string?> Extensions(Organization organization, List<LocalReference> references)
    {
        if (organization.Extension.DistinctBy(extension => extension.Url).Count() != organization.Extension.Count)
        {
            yield return "Organization.extension is repeated";
        }

        foreach (var extension in organization.Extension)
        {
            yield return extension switch
            {
                { Url: MainLocation, Value: ResourceReference location } =>
                    ReferenceRules.Check("Organization.extension[mainLocation]", location, "Location", references),
                { Url: OrganizationPeriod, Value: Period } => null,
                _ => "Organization.extension is not allowed",
            };
        }
    }
}
