namespace GpConnect.Fhir.Reading;

/// <summary>
/// Limits on the content of one resource, so that no input takes more than a few milliseconds. <c>bench/dearest</c> searches for
/// inputs that do.
/// </summary>
internal static class Limits
{
    /// <summary>
    /// Levels of nesting, counted as in JSON. The SDK is recursive: 8,000 nested XML elements overflow its stack, which ends the
    /// process.
    /// </summary>
    public const int Depth = 64;

    /// <summary>JSON tokens, or XML nodes and attributes. The largest patient in the samples has 320.</summary>
    public const int Parts = 2_000;

    /// <summary>
    /// Attributes of one XML element, including namespace declarations; FHIR and XHTML need a handful. .NET's reader compares
    /// them with each other before it returns the first: 140,000 take more than a second.
    /// </summary>
    public const int Attributes = 64;

    /// <summary>
    /// Characters in the name of an element, attribute, type or namespace; the longest in use has some 60. The SDK copies names
    /// into its messages many times: one of a megabyte takes 200 ms.
    /// </summary>
    public const int Name = 256;

    /// <summary>Characters of narrative. It is parsed several times, at a microsecond for each character reference.</summary>
    public const int Narrative = 32 * 1024;

    /// <summary>Errors that the SDK may report before it is stopped. One takes up to 140 µs.</summary>
    public const int Errors = 50;
}
