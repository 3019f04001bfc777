using System.Text.Json;

namespace GpConnect.Fhir.Reading;

internal static class JsonSource
{
    public static FhirReading Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        FhirModel.JsonReader.TryDeserializeResource(ref reader, out var resource, out var issues);
        return SdkIssues.FirstOf(issues) is { } fault ? FhirReading.Of(fault) : FhirReading.Of(resource!);
    }
}
