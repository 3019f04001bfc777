namespace GpConnect.Fhir.Reading;

internal static class Limits
{
    /// <summary>
    /// Levels of nesting, counted as JSON counts them. The SDK descends by recursion: 8,000 elements of XML
    /// overflow its stack, which ends the process.
    /// </summary>
    public const int Depth = 64;
}
