using System.Text;

namespace GpConnect.Fhir.Reading;

internal static class XmlSource
{
    public static FhirReading Read(ReadOnlySpan<byte> input)
    {
        if (!Utf8Text.TryTake(input, out var utf8))
        {
            return FhirReading.Of(Faults.NotUtf8);
        }

        // Decoded here, so that neither a declaration nor a guess makes the parser read the bytes as something else.
        var text = Encoding.UTF8.GetString(utf8);
        if (XmlScan.Check(text) is { } fault)
        {
            return FhirReading.Of(fault);
        }

        using var reader = XmlScan.Open(text);
        FhirModel.XmlReader().TryDeserializeResource(reader, out var resource, out var issues);
        return Judgement.Of(resource, issues);
    }

    public static FhirFindings FindFaults(ReadOnlySpan<byte> input)
    {
        if (!Utf8Text.TryTake(input, out var utf8))
        {
            return FhirFindings.Of(Faults.NotUtf8);
        }

        var text = Encoding.UTF8.GetString(utf8);
        if (XmlScan.Check(text) is { } fault)
        {
            return FhirFindings.Of(fault);
        }

        using var reader = XmlScan.Open(text);
        FhirModel.XmlReader().TryDeserializeResource(reader, out var resource, out var issues);
        return Judgement.FindingsOf([], resource, issues);
    }
}
