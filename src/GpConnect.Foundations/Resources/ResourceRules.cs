using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>Applies the rules of the resource types that are served.</summary>
internal static class ResourceRules
{
    /// <summary>The error for a resource of another type.</summary>
    public const string OtherType = "not a resource type of this service";

    /// <summary>Validates a resource and reduces it in place to what is served.</summary>
    public static ValidatedResource Validate(Resource resource, DateTimeOffset now) => resource switch
    {
        Patient patient => PatientRules.Validate(patient, new ResourceValidation(now)),
        Practitioner practitioner => PractitionerRules.Validate(practitioner, new ResourceValidation(now)),
        Organization organization => OrganizationRules.Validate(organization, new ResourceValidation(now)),
        Location location => LocationRules.Validate(location, new ResourceValidation(now)),
        _ => ValidatedResource.Bad([OtherType]),
    };
}
