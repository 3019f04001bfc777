using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>The rules for a Patient's registrationDetails (resources.md §2.2).</summary>
internal static class RegistrationDetailsRules
{
    public const string BranchPath = $"{Path}.{RegistrationDetails.PreferredBranchSurgery}";

    private const string Path = "Patient.extension[registrationDetails]";

    public static IEnumerable<string?> Errors(Extension details, ResourceValidation validation)
    {
        if (details.Value is not null || details.Extension.DistinctBy(part => part.Url).Count() != details.Extension.Count)
        {
            yield return $"{Path} has a value of its own or a repeated part";
        }

        foreach (var part in details.Extension)
        {
            yield return PartError(part, validation);
        }
    }

    /// <summary>End of the registration; null if it has none.</summary>
    public static string? End(Extension? details) =>
        (details?.Extension.Find(part => part.Url == RegistrationDetails.Period)?.Value as Period)?.End;

    /// <summary>
    /// Whether the branch that an answer must name is missing (resources.md §2.2). A practice knows the branch of its own patients,
    /// but possibly not that of temporary ones (register-patient.md §9).
    /// </summary>
    public static bool LacksBranch(Extension? details) =>
        details is null || !IsTemporary(details) && !details.Extension.Exists(part => part.Url == RegistrationDetails.PreferredBranchSurgery);

    private static bool IsTemporary(Extension details) =>
        details.Extension.Find(part => part.Url == RegistrationDetails.Type)?.Value is CodeableConcept { Coding: [{ Code: RegistrationDetails.Temporary }] };

    private static string? PartError(Extension part, ResourceValidation validation) => part switch
    {
        { Extension.Count: > 0 } => $"{Path} holds an extension that is not allowed",
        { Url: RegistrationDetails.Period, Value: Period } => null,
        { Url: RegistrationDetails.Type, Value: CodeableConcept type } => TypeError(type, validation.Notes),
        { Url: RegistrationDetails.PreferredBranchSurgery, Value: ResourceReference branch } =>
            ReferenceRules.Check(BranchPath, branch, "Location", validation.References),
        _ => $"{Path} holds a part that is not allowed",
    };

    /// <summary>Sources write the code system in several ways .</summary>
    private static string? TypeError(CodeableConcept type, List<string> notes)
    {
        const string TypePath = $"{Path}.{RegistrationDetails.Type}";
        if (type.Coding is [var coding] && coding.System != RegistrationDetails.TypeSystem
            && coding.System?.EndsWith(RegistrationDetails.TypeSystemName, StringComparison.Ordinal) is true)
        {
            notes.Add($"{TypePath} uses another spelling of the code system; served as {RegistrationDetails.TypeSystem}");
            coding.System = RegistrationDetails.TypeSystem;
        }

        return ElementRules.Coding(TypePath, type, RegistrationDetails.TypeSystem, RegistrationDetails.TypeDisplays);
    }
}
