using System.Collections.Frozen;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Terminology;

namespace GpConnect.Foundations.Interactions;

/// <summary>
/// One row of the table of interactions (interactions.md §1), the only definition of an interaction. Routing, the
/// Ssp-InteractionID check, the scope check, the practice switch, and the CapabilityStatement are derived from it; a test
/// compares the Azure functions with it.
/// </summary>
internal sealed record Interaction(
    string Id,
    InteractionKind Kind,
    string? ResourceType,
    string Scope,
    Capability Capability)
{
    /// <summary>The common prefix of the ids of GP Connect's FHIR interactions.</summary>
    public const string Prefix = "urn:nhs:names:services:gpconnect:fhir:";

    /// <summary>Every interaction that this provider offers.</summary>
    public static readonly IReadOnlyList<Interaction> All =
    [
        Metadata("rest:read:metadata-1", Scopes.OrganizationRead),
        Read("rest:read:patient-1", "Patient", Scopes.PatientRead, SpineError.PatientNotFound),
        Search("rest:search:patient-1", "Patient", Scopes.PatientRead, new(IdentifierSystems.NhsNumber, "<10 digits>", "NHS number")),
        Read("rest:read:practitioner-1", "Practitioner", Scopes.OrganizationRead, SpineError.PractitionerNotFound),
        Search("rest:search:practitioner-1", "Practitioner", Scopes.OrganizationRead, new(IdentifierSystems.SdsUserId, "<id>", "SDS user id")),
        Read("rest:read:organization-1", "Organization", Scopes.OrganizationRead, SpineError.OrganisationNotFound),
        Search("rest:search:organization-1", "Organization", Scopes.OrganizationRead, new(IdentifierSystems.OdsOrganizationCode, "<code>", "ODS code")),
        Read("rest:read:location-1", "Location", Scopes.OrganizationRead, SpineError.NoRecordFound),
        Operation("operation:gpc.registerpatient-1", "Patient", "gpc.registerpatient", Scopes.PatientWrite, "https://fhir.nhs.uk/STU3/OperationDefinition/GPConnect-RegisterPatient-Operation-1"),
    ];

    private static readonly FrozenDictionary<string, Interaction> ById =
        All.ToFrozenDictionary(interaction => interaction.Id, StringComparer.Ordinal);

    /// <summary>The id without the common prefix, such as <c>rest:read:patient-1</c>.</summary>
    public string ShortId { get; } = Id[Prefix.Length..];

    /// <summary>The name of its Azure function, such as <c>ReadPatient</c>.</summary>
    public string Name => Kind switch
    {
        InteractionKind.Metadata => "ReadMetadata",
        InteractionKind.Operation => "RegisterPatient",
        _ => $"{Kind}{ResourceType}",
    };

    public string Verb => Kind == InteractionKind.Operation ? "POST" : "GET";

    /// <summary>The path below the service root, such as <c>/Patient/{id}</c>.</summary>
    public string Template => Kind switch
    {
        InteractionKind.Metadata => "/metadata",
        InteractionKind.Read => $"/{ResourceType}/{{id}}",
        InteractionKind.Search => $"/{ResourceType}",
        _ => $"/{ResourceType}/${OperationName}",
    };

    /// <summary>The error that a read returns when there is no such resource.</summary>
    public SpineError NotFound { get; private init; } = SpineError.NoRecordFound;

    /// <summary>The one parameter of a search.</summary>
    public SearchParameter? Parameter { get; private init; }

    /// <summary>The name of an operation, without the <c>$</c>.</summary>
    public string? OperationName { get; private init; }

    /// <summary>Canonical URL of the definition of an operation.</summary>
    public string? OperationDefinition { get; private init; }

    public static Interaction? Find(string id) => ById.GetValueOrDefault(id);

    private static Interaction Metadata(string suffix, string scope) =>
        new(Prefix + suffix, InteractionKind.Metadata, null, scope, Capability.Foundations);

    private static Interaction Read(string suffix, string resourceType, string scope, SpineError notFound) =>
        new(Prefix + suffix, InteractionKind.Read, resourceType, scope, Capability.Foundations) { NotFound = notFound };

    private static Interaction Search(string suffix, string resourceType, string scope, SearchParameter parameter) =>
        new(Prefix + suffix, InteractionKind.Search, resourceType, scope, Capability.Foundations) { Parameter = parameter };

    private static Interaction Operation(string suffix, string resourceType, string name, string scope, string definition) =>
        new(Prefix + suffix, InteractionKind.Operation, resourceType, scope, Capability.Foundations)
        {
            OperationName = name,
            OperationDefinition = definition,
        };
}

internal enum InteractionKind
{
    Metadata,
    Read,
    Search,
    Operation,
}

/// <summary>The token parameter <c>identifier</c> of a search.</summary>
/// <param name="System">The only supported identifier system.</param>
/// <param name="ValueForm">The form of the value, for the CapabilityStatement.</param>
/// <param name="Meaning">The name of the identifier, for the CapabilityStatement.</param>
internal sealed record SearchParameter(string System, string ValueForm, string Meaning);

/// <summary>The values of the <c>requested_scope</c> claim.</summary>
internal static class Scopes
{
    public const string PatientRead = "patient/*.read";
    public const string PatientWrite = "patient/*.write";
    public const string OrganizationRead = "organization/*.read";
    public const string OrganizationWrite = "organization/*.write";

    /// <param name="byAccess">Whether only the access, read or write, has to match .</param>
    public static bool Fit(string scope, string expected, bool byAccess) => byAccess ? Access(scope) == Access(expected) : scope == expected;

    private static string Access(string scope) => scope[(scope.LastIndexOf('.') + 1)..];
}
