using System.Diagnostics.CodeAnalysis;
using Hl7.Fhir.Model;

namespace GpConnect.Fhir;

/// <summary>The outcome of a reading: either a resource or a fault.</summary>
public sealed class FhirReading
{
    private FhirReading(Resource? resource, FhirFault? fault)
    {
        Resource = resource;
        Fault = fault;
    }

    public Resource? Resource { get; }

    public FhirFault? Fault { get; }

    [MemberNotNullWhen(true, nameof(Resource))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsValid => Fault is null;

    internal static FhirReading Of(Resource resource) => new(resource, null);

    internal static FhirReading Of(FhirFault fault) => new(null, fault);
}
