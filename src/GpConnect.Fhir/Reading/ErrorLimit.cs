using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Hl7.Fhir.Validation;

namespace GpConnect.Fhir.Reading;

/// <summary>
/// Stops the SDK after many faults: for each unknown type it builds a mapping, and it would build thousands. It looks at one
/// reading only.
/// </summary>
internal sealed class ErrorLimit(IPocoValidator inner) : IPocoValidator
{
    private int _errors;

    public IReadOnlyCollection<CodedValidationException> ValidateProperty(
        string name, object? value, PropertyMapping? mapping, PocoValidationContext context) =>
        Count(inner.ValidateProperty(name, value, mapping, context), isUnknown: false);

    public IReadOnlyCollection<CodedValidationException> ValidateObject(Base instance, ClassMapping mapping, PocoValidationContext context) =>
        Count(inner.ValidateObject(instance, mapping, context), isUnknown: instance is IDynamicType);

    private IReadOnlyCollection<CodedValidationException> Count(IReadOnlyCollection<CodedValidationException> errors, bool isUnknown)
    {
        _errors += errors.Count + (isUnknown ? 1 : 0);
        return _errors <= Limits.Errors ? errors : throw new TooManyErrorsException();
    }
}

/// <summary>The only way to stop the SDK. It never leaves <see cref="FhirReader"/>.</summary>
internal sealed class TooManyErrorsException() : Exception("The content has too many faults.");
