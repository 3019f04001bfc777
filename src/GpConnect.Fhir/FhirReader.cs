using System.Runtime.InteropServices;
using System.Text.Json;
using GpConnect.Fhir.Reading;

namespace GpConnect.Fhir;

/// <summary>
/// Reads resources strictly: it refuses what STU3 does not define, and never throws on any input.
/// The caller limits the size of the input.
/// </summary>
public static class FhirReader
{
    /// <summary>Reads one resource, which must be the whole input.</summary>
    public static FhirReading Read(ReadOnlyMemory<byte> utf8, FhirFormat format) => Read(utf8.Span, format);

    /// <summary>
    /// Finds everything that is wrong with an input that <see cref="Read(ReadOnlyMemory{byte}, FhirFormat)"/> refused. Reads the
    /// input again.
    /// </summary>
    public static FhirFindings FindErrors(ReadOnlyMemory<byte> utf8, FhirFormat format)
    {
        try
        {
            return format == FhirFormat.Json ? JsonSource.FindErrors(utf8.Span) : XmlSource.FindErrors(utf8.Span);
        }
        catch (TooManyErrorsException)
        {
            return FhirFindings.Of(Errors.TooManyErrors);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return FhirFindings.Of(Errors.NotResource);
        }
    }

    /// <summary>Reads a resource that is part of a larger JSON document, such as a claim of a token.</summary>
    public static FhirReading ReadJson(JsonElement element) =>
        Read(JsonMarshal.GetRawUtf8Value(element), FhirFormat.Json);

    private static FhirReading Read(ReadOnlySpan<byte> utf8, FhirFormat format)
    {
        try
        {
            return format == FhirFormat.Json ? JsonSource.Read(utf8) : XmlSource.Read(utf8);
        }
        catch (TooManyErrorsException)
        {
            return FhirReading.Of(Errors.TooManyErrors);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The SDK does not document which exceptions it throws, and no input from a caller may cause a 500.
            return FhirReading.Of(Errors.NotResource);
        }
    }
}
