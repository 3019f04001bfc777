using Hl7.Fhir.Utility;

namespace Hl7.Fhir.Model;

/// <summary>The gender of a person for administrative purposes.</summary>
[FhirEnumeration("AdministrativeGender", "http://hl7.org/fhir/ValueSet/administrative-gender", "http://hl7.org/fhir/administrative-gender")]
public enum AdministrativeGender
{
    [EnumLiteral("male", "http://hl7.org/fhir/administrative-gender")]
    Male,

    [EnumLiteral("female", "http://hl7.org/fhir/administrative-gender")]
    Female,

    [EnumLiteral("other", "http://hl7.org/fhir/administrative-gender")]
    Other,

    [EnumLiteral("unknown", "http://hl7.org/fhir/administrative-gender")]
    Unknown,
}
