using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Terminology;

/// <summary>The extension with a language and how it is used (resources.md §2.3).</summary>
internal static class NhsCommunication
{
    public const string Url = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-NHSCommunication-1";

    private const string ModeSystem = "https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-LanguageAbilityMode-1";
    private const string ProficiencySystem = "https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-LanguageAbilityProficiency-1";

    private static readonly Dictionary<string, string> Modes = new(StringComparer.Ordinal)
    {
        ["ESGN"] = "Expressed signed",
        ["ESP"] = "Expressed spoken",
        ["EWR"] = "Expressed written",
        ["RSGN"] = "Received signed",
        ["RSP"] = "Received spoken",
        ["RWR"] = "Received written",
    };

    private static readonly Dictionary<string, string> Proficiencies = new(StringComparer.Ordinal)
    {
        ["E"] = "Excellent",
        ["F"] = "Fair",
        ["G"] = "Good",
        ["P"] = "Poor",
    };

    /// <summary>The error in the extension; null when it can be served with codes and displays of the code systems.</summary>
    public static string? Error(Extension communication)
    {
        var parts = communication.Extension;
        if (parts.Select(part => part.Url).Distinct(StringComparer.Ordinal).Count() != parts.Count)
        {
            return "a part of nhsCommunication is repeated";
        }

        if (!parts.Exists(part => part.Url == "language"))
        {
            return "nhsCommunication has no language";
        }

        return parts.Select(PartError).FirstOrDefault(error => error is not null);
    }

    /// <summary>
    /// Checks extensions of a resource that must all be nhsCommunication, and completes their displays.
    /// </summary>
    /// <returns>The error of each extension; null for a valid one.</returns>
    public static IEnumerable<string?> Normalise(string resourceType, IEnumerable<Extension> extensions) =>
        extensions.Select(extension => Normalise(resourceType, extension));

    private static string? Normalise(string resourceType, Extension extension)
    {
        if (extension.Url != Url || extension.Value is not null || extension.Extension.Exists(part => part.Extension.Count > 0))
        {
            return $"{resourceType}.extension is not allowed";
        }

        if (Error(extension) is { } error)
        {
            return $"{resourceType}.extension: {error}";
        }

        Complete(extension);
        return null;
    }

    private static string? PartError(Extension part) => part.Url switch
    {
        "language" => CodeError(part, HumanLanguage.System, HumanLanguage.Displays),
        "modeOfCommunication" => CodeError(part, ModeSystem, Modes),
        "communicationProficiency" => CodeError(part, ProficiencySystem, Proficiencies),
        "preferred" or "interpreterRequired" => part.Value is FhirBoolean ? null : $"nhsCommunication.{part.Url} is not a boolean",
        _ => "nhsCommunication has an unknown part",
    };

    private static string? CodeError(Extension part, string system, IReadOnlyDictionary<string, string> displays) =>
        part.Value is CodeableConcept { Coding: [{ Code: { } code } coding] }
        && coding.System == system
        && displays.TryGetValue(code, out var display)
        && (coding.Display is null || coding.Display == display)
            ? null
            : $"nhsCommunication.{part.Url} is not one code of {system}";

    /// <summary>A copy with missing displays filled in, because consumers compare them.</summary>
    public static Extension Completed(Extension communication)
    {
        var copy = (Extension)communication.DeepCopy();
        Complete(copy);
        return copy;
    }

    private static void Complete(Extension communication)
    {
        foreach (var part in communication.Extension)
        {
            if (part.Value is CodeableConcept { Coding: [var coding] })
            {
                coding.Display = Displays(part.Url!)[coding.Code!];
            }
        }
    }

    private static IReadOnlyDictionary<string, string> Displays(string part) => part switch
    {
        "language" => HumanLanguage.Displays,
        "modeOfCommunication" => Modes,
        _ => Proficiencies,
    };
}
