using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace GpConnect.Spine.PdsFhir;

/// <summary>The elements of a PDS FHIR Patient (R4) that are read; all others are passed over (spine-clients.md §1.4).</summary>
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

/// <summary>The extensions of a primitive element, which may stand in place of its value.</summary>
internal sealed record PdsElement(IReadOnlyList<PdsExtension?>? Extension);

/// <summary>What an answer is, whatever else it holds.</summary>
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

/// <summary>An error of PDS or of the proxy before it.</summary>
internal sealed record PdsOutcome(string? ResourceType, IReadOnlyList<PdsIssue?>? Issue);

internal sealed record PdsIssue(PdsConcept? Details);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 32, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PdsPatient))]
[JsonSerializable(typeof(PdsResource))]
[JsonSerializable(typeof(PdsOutcome))]
[JsonSerializable(typeof(AccessTokenResponse))]
internal sealed partial class PdsFhirJson : JsonSerializerContext
{
    /// <returns>Null for what is not JSON of that kind.</returns>
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
