using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>The rules of every resource type that is served.</summary>
internal static class ResourceRules
{
    /// <summary>The fault of a resource of another type.</summary>
    public const string OtherType = "not a resource type of this service";

    /// <summary>Judges a resource and reduces it to what is served; the resource is changed.</summary>
    public static Judged Judge(Resource resource, DateTimeOffset now) => resource switch
    {
        Patient patient => PatientRules.Judge(patient, new Judging(now)),
        Practitioner practitioner => PractitionerRules.Judge(practitioner, new Judging(now)),
        Organization organization => OrganizationRules.Judge(organization, new Judging(now)),
        Location location => LocationRules.Judge(location, new Judging(now)),
        _ => Judged.Bad([OtherType]),
    };
}
