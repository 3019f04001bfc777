using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Terminology;

/// <summary>The extension with type, period and branch of a registration (resources.md §2.2).</summary>
internal static class RegistrationDetails
{
    public const string Url = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-RegistrationDetails-1";
    public const string Period = "registrationPeriod";
    public const string Type = "registrationType";
    public const string PreferredBranchSurgery = "preferredBranchSurgery";
    public const string Temporary = "T";

    public const string TypeSystem = $"https://fhir.nhs.uk/STU3/CodeSystem{TypeSystemName}";
    public const string TypeSystemName = "/CareConnect-RegistrationType-1";

    public static readonly IReadOnlyDictionary<string, string> TypeDisplays = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["R"] = "Regular",
        ["E"] = "Emergency",
        ["IN"] = "Immediately necessary",
        [Temporary] = "Temporary",
        ["P"] = "Private",
        ["O"] = "Other",
        ["S"] = "Synthetic Record",
    };

    /// <summary>The Patient's extension; null if it has none.</summary>
    public static Extension? Of(Patient patient) => patient.Extension.Find(extension => extension.Url == Url);

    public static CodeableConcept TypeConcept(string code, string? text = null) => new(TypeSystem, code, TypeDisplays[code], text);

    public static Extension Build(Period period, CodeableConcept type, ResourceReference? branch)
    {
        var details = new Extension { Url = Url };
        details.Extension.Add(new Extension(Period, period));
        details.Extension.Add(new Extension(Type, type));
        if (branch is not null)
        {
            details.Extension.Add(new Extension(PreferredBranchSurgery, branch));
        }

        return details;
    }
}
