using System.Text.Json.Serialization;

namespace GpConnect.Spine.SpineDirectory;

/// <summary>The elements read from a searchset Bundle (R4) of Endpoints or Devices. Any of them may be missing.</summary>
internal sealed record SdsBundle(string? ResourceType, int? Total, IReadOnlyList<SdsEntry?>? Entry)
{
    /// <summary>The resources of the type; null when this is not a complete searchset of them.</summary>
    public IReadOnlyList<SdsResource>? Resources(string type)
    {
        var resources = (Entry ?? []).Select(entry => entry?.Resource).OfType<SdsResource>().Where(resource => resource.ResourceType == type).ToList();
        return ResourceType == "Bundle" && Total == resources.Count && resources.Count == (Entry?.Count ?? 0) ? resources : null;
    }
}

internal sealed record SdsEntry(SdsResource? Resource);

internal sealed record SdsResource(string? ResourceType, string? Address, IReadOnlyList<SdsIdentifier?>? Identifier)
{
    public IEnumerable<string> Identifiers(string system) =>
        (Identifier ?? []).Where(identifier => identifier?.System == system).Select(identifier => identifier!.Value).OfType<string>();
}

internal sealed record SdsIdentifier(string? System, string? Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SdsBundle))]
internal sealed partial class SdsJson : JsonSerializerContext;
