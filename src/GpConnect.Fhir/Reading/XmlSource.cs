using System.Text;

namespace GpConnect.Fhir.Reading;

internal static class XmlSource
{
    public static FhirReading Read(ReadOnlySpan<byte> input)
    {
        if (!Utf8Text.TryTake(input, out var utf8))
        {
            return FhirReading.Of(Errors.NotUtf8);
        }

        // Decoded here, so that neither an XML declaration nor a guess makes the parser use another encoding.
        var text = Encoding.UTF8.GetString(utf8);
        if (XmlScan.Check(text) is { } error)
        {
            return FhirReading.Of(error);
        }

        using var reader = XmlScan.Open(text);
        FhirModel.XmlReader().TryDeserializeResource(reader, out var resource, out var issues);
        return ReadingValidation.Of(resource, issues);
    }

    public static FhirFindings FindErrors(ReadOnlySpan<byte> input)
    {
        if (!Utf8Text.TryTake(input, out var utf8))
        {
            return FhirFindings.Of(Errors.NotUtf8);
        }

        var text = Encoding.UTF8.GetString(utf8);
        if (XmlScan.Check(text) is { } error)
        {
            return FhirFindings.Of(error);
        }

        using var reader = XmlScan.Open(text);
        FhirModel.XmlReader().TryDeserializeResource(reader, out var resource, out var issues);
        return ReadingValidation.FindingsOf([], resource, issues);
    }
}
