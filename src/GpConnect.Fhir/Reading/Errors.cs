namespace GpConnect.Fhir.Reading;

internal static class Errors
{
    public static FhirError NotUtf8 { get; } = NotWellFormed("The content is not UTF-8");

    public static FhirError NotJson { get; } = NotWellFormed("The content is not one well-formed JSON value, or too deeply nested");

    public static FhirError NotXml { get; } = NotWellFormed("The content is not one well-formed XML document without a DTD");

    public static FhirError TooDeep { get; } = NotWellFormed("The content is too deeply nested");

    public static FhirError NotResource { get; } = Invalid(null, "not a FHIR resource");

    public static FhirError TooMany { get; } = Invalid(null, "too many elements");

    public static FhirError TooManyErrors { get; } = Invalid(null, "too many errors");

    public static FhirError NameTooLong { get; } = Invalid(null, "name too long");

    public static FhirError NarrativeTooLong { get; } = Invalid(null, "narrative too long");

    /// <param name="path">May hold names from the input; it is made safe here.</param>
    /// <param name="reason">A fixed text.</param>
    public static FhirError Invalid(string? path, string reason)
    {
        var safe = SafePath.Of(path);
        return new FhirError(FhirErrorKind.Invalid, $"{safe ?? "The content"}: {reason}") { Path = safe };
    }

    private static FhirError NotWellFormed(string reason) => new(FhirErrorKind.NotWellFormed, reason);
}
