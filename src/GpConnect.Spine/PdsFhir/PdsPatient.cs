using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace GpConnect.Spine.PdsFhir;

/// <summary>The elements of a PDS FHIR Patient (R4) that are read; all others are ignored (spine-clients.md §1.4).</summary>
internal sealed record PdsPatient(
    string? ResourceType,
    string? Id,
    PdsMeta? Meta,
    IReadOnlyList<PdsIdentifier?>? Identifier,
    IReadOnlyList<PdsName?>? Name,
    string? Gender,
    string? BirthDate,
    bool? DeceasedBoolean,
    string? DeceasedDateTime,
    [property: JsonPropertyName("_deceasedBoolean")] PdsElement? DeceasedBooleanElement,
    [property: JsonPropertyName("_deceasedDateTime")] PdsElement? DeceasedDateTimeElement,
    IReadOnlyList<PdsHeldAddress?>? Address,
    IReadOnlyList<PdsTelecom?>? Telecom,
    IReadOnlyList<PdsReference?>? GeneralPractitioner,
    IReadOnlyList<PdsExtension?>? Extension);

/// <summary>The extensions of a primitive element, which may replace its value.</summary>
internal sealed record PdsElement(IReadOnlyList<PdsExtension?>? Extension);

/// <summary>The resource type of an answer, whatever else it holds.</summary>
internal sealed record PdsResource(string? ResourceType);

internal sealed record PdsMeta(IReadOnlyList<PdsCoding?>? Security);

internal sealed record PdsCoding(string? System, string? Code);

internal sealed record PdsConcept(IReadOnlyList<PdsCoding?>? Coding);

internal sealed record PdsPeriod(string? Start, string? End);

internal sealed record PdsIdentifier(string? System, string? Value, PdsPeriod? Period);

internal sealed record PdsReference(PdsIdentifier? Identifier);

internal sealed record PdsName(string? Use, string? Family, IReadOnlyList<string?>? Given, IReadOnlyList<string?>? Prefix, PdsPeriod? Period);

internal sealed record PdsHeldAddress(string? Use, IReadOnlyList<string?>? Line, string? PostalCode, PdsPeriod? Period);

internal sealed record PdsTelecom(string? System, string? Use, string? Value, PdsPeriod? Period);

internal sealed record PdsExtension(
    string? Url,
    IReadOnlyList<PdsExtension?>? Extension,
    PdsConcept? ValueCodeableConcept,
    string? ValueDateTime,
    PdsPeriod? ValuePeriod);

/// <summary>An error from PDS or from the proxy in front of it.</summary>
internal sealed record PdsOutcome(string? ResourceType, IReadOnlyList<PdsIssue?>? Issue);

internal sealed record PdsIssue(PdsConcept? Details);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 32, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PdsPatient))]
[JsonSerializable(typeof(PdsResource))]
[JsonSerializable(typeof(PdsOutcome))]
[JsonSerializable(typeof(AccessTokenResponse))]
internal sealed partial class PdsFhirJson : JsonSerializerContext
{
    /// <returns>Null when the body is not JSON of that type.</returns>
    public static T? Read<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
