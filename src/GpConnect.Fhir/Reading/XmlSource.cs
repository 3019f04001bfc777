using System.Text;
using System.Xml;

namespace GpConnect.Fhir.Reading;

internal static class XmlSource
{
    public static FhirReading Read(ReadOnlySpan<byte> utf8)
    {
        var reader = XmlReader.Create(new StringReader(Encoding.UTF8.GetString(utf8)));
        FhirModel.XmlReader.TryDeserializeResource(reader, out var resource, out var issues);
        return SdkIssues.FirstOf(issues) is { } fault ? FhirReading.Of(fault) : FhirReading.Of(resource!);
    }
}
