using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;

namespace GpConnect.Fhir.Reading;

/// <summary>The same for both formats: what the SDK found, then what it overlooks.</summary>
internal static class Judgement
{
    public static FhirReading Of(Resource? resource, IEnumerable<CodedException> issues)
    {
        if (SdkIssues.FirstOf(issues) is { } found)
        {
            return FhirReading.Of(found);
        }

        return resource is null ? FhirReading.Of(Faults.Invalid(null, "no resource"))
            : Stu3Rules.Check(resource) is { } overlooked ? FhirReading.Of(overlooked)
            : FhirReading.Of(resource);
    }
}
