using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>The rules of every resource type that is served.</summary>
internal static class ResourceRules
{
    /// <summary>The fault of a resource of another type.</summary>
    public const string OtherType = "not a resource type of this service";

    /// <summary>Judges a resource and reduces it to what is served; the resource is changed.</summary>
    public static ValidatedResource Validate(Resource resource, DateTimeOffset now) => resource switch
    {
        Patient patient => PatientRules.Validate(patient, new ResourceValidation(now)),
        Practitioner practitioner => PractitionerRules.Validate(practitioner, new ResourceValidation(now)),
        Organization organization => OrganizationRules.Validate(organization, new ResourceValidation(now)),
        Location location => LocationRules.Validate(location, new ResourceValidation(now)),
        _ => ValidatedResource.Bad([OtherType]),
    };
}
