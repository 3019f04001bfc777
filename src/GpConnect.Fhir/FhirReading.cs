using System.Diagnostics.CodeAnalysis;
using Hl7.Fhir.Model;

namespace GpConnect.Fhir;

/// <summary>The result of reading an input: either a resource or an error.</summary>
public sealed class FhirReading
{
    private FhirReading(Resource? resource, FhirError? error)
    {
        Resource = resource;
        Error = error;
    }

    public Resource? Resource { get; }

    public FhirError? Error { get; }

    [MemberNotNullWhen(true, nameof(Resource))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsValid => Error is null;

    internal static FhirReading Of(Resource resource) => new(resource, null);

    internal static FhirReading Of(FhirError error) => new(null, error);
}
