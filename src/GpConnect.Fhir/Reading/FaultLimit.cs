using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Hl7.Fhir.Validation;

namespace GpConnect.Fhir.Reading;

/// <summary>
/// Stops the SDK after many faults: for each unknown type it builds a mapping, and it would build thousands. It looks at one
/// reading only.
/// </summary>
internal sealed class FaultLimit(IPocoValidator inner) : IPocoValidator
{
    private int _faults;

    public IReadOnlyCollection<CodedValidationException> ValidateProperty(
        string name, object? value, PropertyMapping? mapping, PocoValidationContext context) =>
        Count(inner.ValidateProperty(name, value, mapping, context), isUnknown: false);

    public IReadOnlyCollection<CodedValidationException> ValidateObject(Base instance, ClassMapping mapping, PocoValidationContext context) =>
        Count(inner.ValidateObject(instance, mapping, context), isUnknown: instance is IDynamicType);

    private IReadOnlyCollection<CodedValidationException> Count(IReadOnlyCollection<CodedValidationException> faults, bool isUnknown)
    {
        _faults += faults.Count + (isUnknown ? 1 : 0);
        return _faults <= Limits.Faults ? faults : throw new TooManyFaultsException();
    }
}

/// <summary>The only way to stop the SDK. It never leaves <see cref="FhirReader"/>.</summary>
internal sealed class TooManyFaultsException() : Exception("The content has too many faults.");
