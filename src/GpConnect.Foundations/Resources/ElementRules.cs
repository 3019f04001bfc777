using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>Rules for elements of every resource. The checks return errors; null or an empty sequence means valid.</summary>
internal static class ElementRules
{
    /// <summary>
    /// Elements allowed in every resource. Narrative is later dropped rather than refused, because it repeats the content, and the
    /// language is dropped with it.
    /// </summary>
    private static readonly string[] Common = ["id", "meta", "text", "language", "extension"];

    public static HashSet<string> Allow(params ReadOnlySpan<string> names) => new([.. Common, .. names], StringComparer.Ordinal);

    /// <summary>Requires what every resource needs, and refuses elements that the profile does not allow.</summary>
    public static IEnumerable<string> Errors(DomainResource resource, string profile, HashSet<string> allowed)
    {
        if (string.IsNullOrEmpty(resource.Id))
        {
            yield return $"{resource.TypeName}.id is missing";
        }

        foreach (var name in resource.EnumerateElements().Select(pair => pair.Key).Where(name => !allowed.Contains(name)))
        {
            yield return $"{resource.TypeName}.{name} is not allowed";
        }

        if (resource.Meta?.Profile.Any() is true && !resource.Meta.Profile.Contains(profile))
        {
            yield return $"{resource.TypeName}.meta.profile does not hold {profile}";
        }
    }

    /// <summary>Refuses every extension below the top level of the resource, because no consumer would read it.</summary>
    public static IEnumerable<string> UnexpectedExtensions(DomainResource resource)
    {
        foreach (var (name, value) in resource.EnumerateElements())
        {
            if (name is not ("extension" or "meta") && ElementTree.Items(value).Where(item => item is not Identifier).Any(ElementTree.HasExtension))
            {
                yield return $"{resource.TypeName}.{name} holds an extension that is not allowed";
            }
        }
    }

    public static IEnumerable<string> Telecom(string path, IReadOnlyList<ContactPoint> telecoms, bool needsUse)
    {
        for (var index = 0; index < telecoms.Count; index++)
        {
            if (telecoms[index].System is null || string.IsNullOrWhiteSpace(telecoms[index].Value))
            {
                yield return $"{path}[{index}] needs system and value";
            }

            if (needsUse && telecoms[index].Use is null)
            {
                yield return $"{path}[{index}].use is missing";
            }
        }
    }

    public static IEnumerable<string> Address(string path, IEnumerable<Address> addresses, bool needsUse) =>
        addresses.SelectMany((address, index) => Address($"{path}[{index}]", address, needsUse));

    public static IEnumerable<string> Address(string path, Address? address, bool needsUse)
    {
        if (address?.State is not null)
        {
            yield return $"{path}.state is not allowed";
        }

        if (needsUse && address is { Use: null })
        {
            yield return $"{path}.use is missing";
        }
    }

    /// <summary>Requires one coding of a closed or preferred code system, and fills in a missing display.</summary>
    public static string? Coding(string path, CodeableConcept concept, string system, IReadOnlyDictionary<string, string> displays)
    {
        if (concept.Coding is not [{ Code: { } code } coding] || coding.System != system || !displays.TryGetValue(code, out var display))
        {
            return $"{path} is not one code of {system}";
        }

        if (coding.Display is not null && coding.Display != display)
        {
            return $"{path} has a display that does not match the code";
        }

        coding.Display = display;
        return null;
    }

    /// <summary>
    /// Drops identifiers of systems that are not served, and checks the others. The profiles forbid use, type, period and assigner on
    /// them.
    /// </summary>
    public static IReadOnlyList<string> Identifiers(string path, List<Identifier> identifiers, params ReadOnlySpan<string> systems)
    {
        List<string>? errors = null;
        for (var index = identifiers.Count - 1; index >= 0; index--)
        {
            var identifier = identifiers[index];
            if (string.IsNullOrWhiteSpace(identifier.System) || string.IsNullOrWhiteSpace(identifier.Value))
            {
                (errors ??= []).Insert(0, $"{path}[{index}] needs system and value");
            }
            else if (!systems.Contains(identifier.System))
            {
                identifiers.RemoveAt(index);
            }
            else if (identifier is not { Use: null, Type: null, Period: null, Assigner: null })
            {
                (errors ??= []).Insert(0, $"{path}[{index}]: use, type, period and assigner are not allowed");
            }
        }

        return errors ?? [];
    }
}
