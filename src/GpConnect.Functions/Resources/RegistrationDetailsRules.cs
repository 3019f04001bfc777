using GpConnect.Functions.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Functions.Resources;

/// <summary>The parts of a Patient's registrationDetails (resources.md §2.2).</summary>
internal static class RegistrationDetailsRules
{
    private const string Path = "Patient.extension[registrationDetails]";

    public static string? Fault(Extension details, List<LocalReference> references)
    {
        if (details.Value is not null || details.Extension.DistinctBy(part => part.Url).Count() != details.Extension.Count)
        {
            return $"{Path} has a value of its own or a repeated part";
        }

        // A practice always knows where its own patients go; of temporary ones it may not (register-patient.md §9).
        if (!IsTemporary(details) && !details.Extension.Exists(part => part.Url == RegistrationDetails.PreferredBranchSurgery))
        {
            return $"{Path} has no {RegistrationDetails.PreferredBranchSurgery}";
        }

        return details.Extension.Select(part => PartFault(part, references)).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>End of the registration, where it has one.</summary>
    public static string? End(Extension details) =>
        (details.Extension.Find(part => part.Url == RegistrationDetails.Period)?.Value as Period)?.End;

    private static bool IsTemporary(Extension details) =>
        details.Extension.Find(part => part.Url == RegistrationDetails.Type)?.Value is CodeableConcept { Coding: [{ Code: RegistrationDetails.Temporary }] };

    private static string? PartFault(Extension part, List<LocalReference> references) => part switch
    {
        { Extension.Count: > 0 } => $"{Path} holds an extension that is not allowed",
        { Url: RegistrationDetails.Period, Value: Period } => null,
        { Url: RegistrationDetails.Type, Value: CodeableConcept type } =>
            ElementRules.Coding($"{Path}.{RegistrationDetails.Type}", type, RegistrationDetails.TypeSystem, RegistrationDetails.TypeDisplays),
        { Url: RegistrationDetails.PreferredBranchSurgery, Value: ResourceReference branch } =>
            ReferenceRules.Check($"{Path}.{RegistrationDetails.PreferredBranchSurgery}", branch, "Location", references),
        _ => $"{Path} holds a part that is not allowed",
    };
}
