using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Terminology;

/// <summary>The extension that says whether an NHS number was verified (resources.md §2.1).</summary>
internal static class NhsNumberVerificationStatus
{
    public const string Url = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1";
    public const string Verified = "01";
    public const string NotTraced = "02";
    public const string NoMatch = "04";
    public const string Conflict = "05";

    // The system of the profile; the specification's examples show another one.
    private const string System = $"https://fhir.nhs.uk/STU3/CodeSystem{Name}";
    private const string Name = "/CareConnect-NHSNumberVerificationStatus-1";

    private static readonly Dictionary<string, string> Displays = new(StringComparer.Ordinal)
    {
        ["01"] = "Number present and verified",
        ["02"] = "Number present but not traced",
        ["03"] = "Trace required",
        ["04"] = "Trace attempted - No match or multiple match found",
        ["05"] = "Trace needs to be resolved - (NHS number or patient detail conflict)",
        ["06"] = "Trace in progress",
        ["07"] = "Number not present and trace not required",
        ["08"] = "Trace postponed (baby under six weeks old)",
    };

    /// <summary>The status code of an identifier; null if it is missing or not in the code system.</summary>
    public static string? Of(Identifier identifier)
    {
        var extensions = identifier.Extension.Where(extension => extension.Url == Url).ToList();
        return extensions is [{ Value: CodeableConcept { Coding: [{ Code: { } code }] } }] && Displays.ContainsKey(code) ? code : null;
    }

    /// <summary>
    /// Replaces the status of an NHS number by the one of the profile. Sources write the code system in several ways. A status
    /// of another system may mean anything, so the number then counts as not traced: a search queries PDS first.
    /// </summary>
    /// <returns>The error in the status; null when it is valid.</returns>
    public static string? Normalise(Identifier identifier, List<string> notes)
    {
        const string Path = "Patient.identifier[nhsNumber].extension[verificationStatus]";
        if (identifier.Extension is not [{ Url: Url, Value: CodeableConcept status, Extension.Count: 0 }])
        {
            return identifier.Extension.Count == 0 ? $"{Path} is missing" : $"{Path} is not exactly one extension";
        }

        var known = status.Coding.Where(coding => coding.System?.EndsWith(Name, StringComparison.Ordinal) is true).ToList();
        if (known.Count == 0 && status.Coding.Count > 0)
        {
            notes.Add($"{Path} uses another code system; treated as {NotTraced}, not traced");
            identifier.Extension = Identifier(identifier.Value!, NotTraced).Extension;
            return null;
        }

        if (known is not [{ Code: { } code } coding] || !Displays.TryGetValue(code, out var display))
        {
            return $"{Path} is not one code of {System}";
        }

        if (coding.Display is not null && coding.Display != display)
        {
            return $"{Path} has a display that does not match the code";
        }

        if (coding.System != System)
        {
            notes.Add($"{Path} uses another spelling of the code system; served as {System}");
        }

        identifier.Extension = Identifier(identifier.Value!, code).Extension;
        return null;
    }

    /// <summary>The NHS number as it is served: the extension first, then only system and value.</summary>
    public static Identifier Identifier(string nhsNumber, string code) => new(IdentifierSystems.NhsNumber, nhsNumber)
    {
        Extension = [new Extension(Url, new CodeableConcept(System, code, Displays[code], null))],
    };
}
