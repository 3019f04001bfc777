using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;

namespace GpConnect.Fhir.Reading;

/// <summary>The checks that both formats share: the errors that the SDK reported, then those that it does not detect.</summary>
internal static class ReadingValidation
{
    public static FhirReading Of(Resource? resource, IEnumerable<CodedException> issues)
    {
        var all = issues.ToList();
        if (SdkIssues.FirstOf(all) is { } found)
        {
            return FhirReading.Of(found);
        }

        return resource is null ? FhirReading.Of(Errors.NotResource)
            : new Stu3Rules(SdkIssues.TrimmedPaths(all)).Check(resource) is [var overlooked, ..] ? FhirReading.Of(overlooked)
            : FhirReading.Of(resource);
    }

    /// <param name="scanned">Errors found before the SDK read the input.</param>
    public static FhirFindings FindingsOf(IEnumerable<FhirError> scanned, Resource? resource, IEnumerable<CodedException> issues) =>
        resource is null ? FhirFindings.Of(Errors.NotResource) : FindingsOf(scanned, resource, issues.ToList());

    private static FhirFindings FindingsOf(IEnumerable<FhirError> scanned, Resource resource, List<CodedException> issues)
    {
        var found = FhirFindings.Of(scanned.Concat(SdkIssues.AllOf(issues)), resource);

        // The invalid elements are removed first, so that no error is reported that only follows from another one.
        return FhirFindings.Of([.. found.Errors, .. new Stu3Rules(SdkIssues.TrimmedPaths(issues), Limits.Errors).Check(resource)], resource);
    }
}
