namespace GpConnect.Fhir.Reading;

/// <summary>
/// What one resource may hold, so that no input costs more than some milliseconds. <c>bench/dearest</c> looks for inputs that do.
/// </summary>
internal static class Limits
{
    /// <summary>
    /// Levels of nesting, counted as JSON counts them. The SDK descends by recursion: 8,000 elements of XML
    /// overflow its stack, which ends the process.
    /// </summary>
    public const int Depth = 64;

    /// <summary>Tokens of JSON, or nodes and attributes of XML. The largest patient of the samples has 320.</summary>
    public const int Parts = 2_000;

    /// <summary>
    /// Attributes of one XML element, namespaces included; FHIR and XHTML need a handful. .NET's reader compares them
    /// with each other before it shows the first: 140,000 take it more than a second.
    /// </summary>
    public const int Attributes = 64;

    /// <summary>
    /// Characters of the name of an element, attribute, type or namespace; the longest in use has some 60. The SDK puts names
    /// into its messages again and again: one of a megabyte takes it 200 ms.
    /// </summary>
    public const int Name = 256;

    /// <summary>Characters of narrative. It is parsed several times, character references at a microsecond each.</summary>
    public const int Narrative = 32 * 1024;

    /// <summary>Faults that the SDK reports before it is stopped. It takes up to 140 µs for one of them.</summary>
    public const int Errors = 50;
}
