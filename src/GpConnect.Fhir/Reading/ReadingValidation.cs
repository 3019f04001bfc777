using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;

namespace GpConnect.Fhir.Reading;

/// <summary>The same for both formats: what the SDK found, then what it overlooks.</summary>
internal static class ReadingValidation
{
    public static FhirReading Of(Resource? resource, IEnumerable<CodedException> issues)
    {
        var all = issues.ToList();
        if (SdkIssues.FirstOf(all) is { } found)
        {
            return FhirReading.Of(found);
        }

        return resource is null ? FhirReading.Of(Errors.Invalid(null, "no resource"))
            : new Stu3Rules(SdkIssues.LostBlanks(all)).Check(resource) is [var overlooked, ..] ? FhirReading.Of(overlooked)
            : FhirReading.Of(resource);
    }

    /// <param name="scanned">What was found before the SDK saw the input.</param>
    public static FhirFindings FindingsOf(IEnumerable<FhirError> scanned, Resource? resource, IEnumerable<CodedException> issues)
    {
        var all = issues.ToList();
        var found = FhirFindings.Of(scanned.Concat(SdkIssues.AllOf(all)), resource);
        if (found.Rest is not { } rest)
        {
            return found.Errors.Count > 0 ? found : FhirFindings.Of(Errors.NotResource);
        }

        // The elements with faults are gone: what they lack because of them is no fault of its own.
        return FhirFindings.Of([.. found.Errors, .. new Stu3Rules(SdkIssues.LostBlanks(all), Limits.Errors).Check(rest)], rest);
    }
}
