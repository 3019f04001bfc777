using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Hl7.Fhir.Validation;

namespace GpConnect.Fhir.Reading;

/// <summary>
/// Stops the SDK after <see cref="Limits.Errors"/> errors. It builds a mapping for each unknown type, and an input could make it
/// build thousands. One instance counts the errors of one input.
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

/// <summary>The only way to stop the SDK. <see cref="FhirReader"/> always catches it.</summary>
internal sealed class TooManyErrorsException : Exception;
