using System.Text.Json.Serialization;
using GpConnect.Foundations.Interactions;

namespace GpConnect.Foundations.Practices;

/// <summary>The JSON of a practice in a <c>practice.json</c> and in the store; unknown and repeated properties are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(CapabilityConverter)])]
[JsonSerializable(typeof(Practice))]
internal sealed partial class PracticeJson : JsonSerializerContext;

internal sealed class CapabilityConverter()
    : JsonStringEnumConverter<Capability>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
