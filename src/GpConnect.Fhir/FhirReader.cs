using GpConnect.Fhir.Reading;

namespace GpConnect.Fhir;

/// <summary>
/// Reads resources strictly: what STU3 does not define is refused, and no input makes it throw.
/// The caller limits the size of the input.
/// </summary>
public static class FhirReader
{
    private const string Unreadable = "The content cannot be read as a FHIR resource";

    /// <summary>Reads one resource; the whole input has to be that resource.</summary>
    public static FhirReading Read(ReadOnlyMemory<byte> utf8, FhirFormat format)
    {
        try
        {
            return format == FhirFormat.Json ? JsonSource.Read(utf8.Span) : XmlSource.Read(utf8.Span);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The SDK documents no closed set of exceptions, and a caller's bytes must not end a request with a 500.
            return FhirReading.Of(new FhirFault(FhirFaultKind.Invalid, Unreadable));
        }
    }
}
