using Hl7.Fhir.Model;

namespace GpConnect.Functions.Resources;

/// <summary>Rules that hold for elements of every resource. Each method returns a fault or null.</summary>
internal static class ElementRules
{
    /// <summary>Elements that are dropped rather than refused: narrative repeats the content, and its language goes with it.</summary>
    private static readonly string[] Common = ["id", "meta", "text", "language", "extension"];

    public static HashSet<string> Allow(params ReadOnlySpan<string> names) => new([.. Common, .. names], StringComparer.Ordinal);

    /// <summary>What every resource needs, and nothing that the profile does not let through.</summary>
    public static string? Fault(DomainResource resource, string profile, HashSet<string> allowed)
    {
        if (string.IsNullOrEmpty(resource.Id))
        {
            return $"{resource.TypeName}.id is missing";
        }

        var unexpected = resource.EnumerateElements().Select(pair => pair.Key).FirstOrDefault(name => !allowed.Contains(name));
        if (unexpected is not null)
        {
            return $"{resource.TypeName}.{unexpected} is not allowed";
        }

        var profiles = resource.Meta?.Profile.ToList() ?? [];
        return profiles.Count == 0 || profiles.Contains(profile) ? null : $"{resource.TypeName}.meta.profile does not hold {profile}";
    }

    /// <summary>Every extension below the resource's own ones is refused: nobody would read it.</summary>
    public static string? StrayExtension(DomainResource resource)
    {
        foreach (var (name, value) in resource.EnumerateElements())
        {
            if (name is not ("extension" or "meta") && ElementTree.Items(value).Where(item => item is not Identifier).Any(ElementTree.HasExtension))
            {
                return $"{resource.TypeName}.{name} holds an extension that is not allowed";
            }
        }

        return null;
    }

    public static string? Telecom(string path, IEnumerable<ContactPoint> telecoms, bool needsUse)
    {
        foreach (var telecom in telecoms)
        {
            if (telecom.System is null || string.IsNullOrWhiteSpace(telecom.Value))
            {
                return $"{path} needs system and value";
            }

            if (needsUse && telecom.Use is null)
            {
                return $"{path}.use is missing";
            }
        }

        return null;
    }

    public static string? Address(string path, IEnumerable<Address?> addresses, bool needsUse)
    {
        foreach (var address in addresses.OfType<Address>())
        {
            if (address.State is not null)
            {
                return $"{path}.state is not allowed";
            }

            if (needsUse && address.Use is null)
            {
                return $"{path}.use is missing";
            }
        }

        return null;
    }

    /// <summary>One coding of a closed or preferred code system; a display that was left out is filled in.</summary>
    public static string? Coding(string path, CodeableConcept concept, string system, IReadOnlyDictionary<string, string> displays)
    {
        if (concept.Coding is not [{ Code: { } code } coding] || coding.System != system || !displays.TryGetValue(code, out var display))
        {
            return $"{path} is not one code of {system}";
        }

        if (coding.Display is not null && coding.Display != display)
        {
            return $"{path} has a display that is not the code's";
        }

        coding.Display = display;
        return null;
    }

    /// <summary>
    /// Identifiers of the systems that are served; others are dropped. The profiles forbid use, type, period and
    /// assigner on them.
    /// </summary>
    public static string? Identifiers(string path, List<Identifier> identifiers, params ReadOnlySpan<string> systems)
    {
        for (var index = identifiers.Count - 1; index >= 0; index--)
        {
            var identifier = identifiers[index];
            if (string.IsNullOrWhiteSpace(identifier.System) || string.IsNullOrWhiteSpace(identifier.Value))
            {
                return $"{path} needs system and value";
            }

            if (!systems.Contains(identifier.System))
            {
                identifiers.RemoveAt(index);
            }
            else if (identifier is not { Use: null, Type: null, Period: null, Assigner: null })
            {
                return $"{path}: use, type, period and assigner are not allowed";
            }
        }

        return null;
    }
}
