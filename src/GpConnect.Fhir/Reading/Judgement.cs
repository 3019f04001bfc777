using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;

namespace GpConnect.Fhir.Reading;

/// <summary>The same for both formats: what the SDK found, then what it overlooks.</summary>
internal static class Judgement
{
    public static FhirReading Of(Resource? resource, IEnumerable<CodedException> issues)
    {
        var all = issues.ToList();
        if (SdkIssues.FirstOf(all) is { } found)
        {
            return FhirReading.Of(found);
        }

        return resource is null ? FhirReading.Of(Faults.Invalid(null, "no resource"))
            : new Stu3Rules(SdkIssues.LostBlanks(all)).Check(resource) is { } overlooked ? FhirReading.Of(overlooked)
            : FhirReading.Of(resource);
    }

    /// <param name="scanned">What was found before the SDK saw the input.</param>
    public static IEnumerable<FhirFault> FaultsOf(FhirFault? scanned, Resource? resource, IEnumerable<CodedException> issues)
    {
        var all = issues.ToList();
        var overlooked = resource is null ? null : new Stu3Rules(SdkIssues.LostBlanks(all)).Check(resource);
        return new[] { scanned }.Concat(SdkIssues.AllOf(all)).Append(overlooked).OfType<FhirFault>();
    }
}
