using System.Text.Json;

namespace GpConnect.Fhir.Reading;

internal static class JsonSource
{
    public static FhirReading Read(ReadOnlySpan<byte> input)
    {
        if (!Utf8Text.TryTake(input, out var text))
        {
            return FhirReading.Of(Faults.NotUtf8);
        }

        if (new JsonScan().Check(text) is { } fault)
        {
            return FhirReading.Of(fault);
        }

        var reader = new Utf8JsonReader(text);
        FhirModel.JsonReader().TryDeserializeResource(ref reader, out var resource, out var issues);
        return Judgement.Of(resource, issues);
    }

    public static FhirFindings FindFaults(ReadOnlySpan<byte> input)
    {
        if (!Utf8Text.TryTake(input, out var text))
        {
            return FhirFindings.Of(Faults.NotUtf8);
        }

        var scan = new JsonScan(Limits.Faults);
        var fault = scan.Check(text);
        if (fault is { Kind: FhirFaultKind.NotWellFormed } || fault == Faults.TooMany || fault == Faults.NameTooLong)
        {
            return FhirFindings.Of(fault);
        }

        var reader = new Utf8JsonReader(text);
        FhirModel.JsonReader().TryDeserializeResource(ref reader, out var resource, out var issues);
        return Judgement.FindingsOf(scan.Found, resource, issues);
    }
}
