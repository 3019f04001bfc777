using System.Text.Json;
using GpConnect.Fhir.Reading;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace GpConnect.Fhir;

/// <summary>The STU3 model for the SDK; built once, because that takes about 70 ms.</summary>
internal static class FhirModel
{
    private static readonly DeserializerSettings Strict =
        new DeserializerSettings().UsingMode(DeserializationMode.Strict, Hl7.Fhir.Validation.NarrativeValidationKind.FhirXhtml);

    // Obsolete in favour of ModelInfo in a FHIR version's package, but those packages cannot be restored here.
#pragma warning disable CS0618
    public static ModelInspector Inspector { get; } = ModelInspector.ForAssembly(typeof(Patient).Assembly);
#pragma warning restore CS0618

    /// <summary>A reader for one resource only, because it counts the errors of that resource.</summary>
    public static BaseFhirJsonDeserializer JsonReader() => new(Inspector, Bounded());

    public static BaseFhirXmlDeserializer XmlReader() => new(Inspector, Bounded());

    public static BaseFhirXmlSerializer XmlWriter { get; } = new(Inspector);

    /// <summary>Reused: a serializer per call would be four times as slow. The SDK keeps names readable: é is not escaped.</summary>
    public static JsonSerializerOptions JsonOptions { get; } = new JsonSerializerOptions().ForFhir(Inspector);

    private static DeserializerSettings Bounded() => Strict with { Validator = new ErrorLimit(Strict.Validator!) };
}
