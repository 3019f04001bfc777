namespace GpConnect.Fhir.Reading;

internal static class Limits
{
    /// <summary>
    /// Levels of nesting, counted as JSON counts them. The SDK descends by recursion: 8,000 elements of XML
    /// overflow its stack, which ends the process.
    /// </summary>
    public const int Depth = 64;

    /// <summary>
    /// Tokens of JSON or nodes of XML in one resource; a registration has some hundreds. The SDK takes up to 30 µs for
    /// a part that it has to complain about, so that a megabyte of them would hold a core for seconds.
    /// </summary>
    public const int Parts = 20_000;
}
