namespace GpConnect.Fhir.Reading;

internal static class Faults
{
    public static FhirFault NotUtf8 { get; } = NotWellFormed("The content is not UTF-8");

    public static FhirFault NotJson { get; } = NotWellFormed("The content is not one well-formed JSON value, or too deeply nested");

    public static FhirFault NotXml { get; } = NotWellFormed("The content is not one well-formed XML document without a DTD");

    public static FhirFault TooDeep { get; } = NotWellFormed("The content is too deeply nested");

    public static FhirFault NotResource { get; } = Invalid(null, "not a FHIR resource");

    public static FhirFault TooMany { get; } = Invalid(null, "too many elements");

    public static FhirFault TooManyFaults { get; } = Invalid(null, "too many faults");

    public static FhirFault NameTooLong { get; } = Invalid(null, "name too long");

    public static FhirFault NarrativeTooLong { get; } = Invalid(null, "narrative too long");

    /// <param name="path">From the input, so it is made safe here.</param>
    /// <param name="reason">A fixed text.</param>
    public static FhirFault Invalid(string? path, string reason)
    {
        var safe = SafePath.Of(path);
        return new FhirFault(FhirFaultKind.Invalid, $"{safe ?? "The content"}: {reason}") { Path = safe };
    }

    private static FhirFault NotWellFormed(string reason) => new(FhirFaultKind.NotWellFormed, reason);
}
