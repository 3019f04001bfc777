using System.Text.Json;

namespace GpConnect.Fhir.Reading;

internal static class JsonSource
{
    public static FhirReading Read(ReadOnlySpan<byte> input)
    {
        if (!Utf8Text.TryTake(input, out var text))
        {
            return FhirReading.Of(Errors.NotUtf8);
        }

        if (new JsonScan().Check(text) is { } error)
        {
            return FhirReading.Of(error);
        }

        var reader = new Utf8JsonReader(text);
        FhirModel.JsonReader().TryDeserializeResource(ref reader, out var resource, out var issues);
        return ReadingValidation.Of(resource, issues);
    }

    public static FhirFindings FindErrors(ReadOnlySpan<byte> input)
    {
        if (!Utf8Text.TryTake(input, out var text))
        {
            return FhirFindings.Of(Errors.NotUtf8);
        }

        var scan = new JsonScan(Limits.Errors);
        var error = scan.Check(text);
        if (error is { Kind: FhirErrorKind.NotWellFormed } || error == Errors.TooMany || error == Errors.NameTooLong)
        {
            return FhirFindings.Of(error);
        }

        var reader = new Utf8JsonReader(text);
        FhirModel.JsonReader().TryDeserializeResource(ref reader, out var resource, out var issues);
        return ReadingValidation.FindingsOf(scan.Found, resource, issues);
    }
}
