using System.Text.Encodings.Web;
using System.Text.Json;
using GpConnect.Fhir.Reading;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace GpConnect.Fhir;

/// <summary>What the SDK needs to know of STU3; built once, as it costs about 70 ms.</summary>
internal static class FhirModel
{
    private static readonly DeserializerSettings Strict =
        new DeserializerSettings().UsingMode(DeserializationMode.Strict, Hl7.Fhir.Validation.NarrativeValidationKind.FhirXhtml);

    // Obsolete in favour of the ModelInfo of a version package, which cannot be restored.
#pragma warning disable CS0618
    public static ModelInspector Inspector { get; } = ModelInspector.ForAssembly(typeof(Patient).Assembly);
#pragma warning restore CS0618

    /// <summary>A reader for one resource, as it counts that one's faults.</summary>
    public static BaseFhirJsonDeserializer JsonReader() => new(Inspector, Bounded());

    public static BaseFhirXmlDeserializer XmlReader() => new(Inspector, Bounded());

    public static BaseFhirXmlSerializer XmlWriter { get; } = new(Inspector);

    /// <summary>Reused, since a serializer a call is four times as slow. Names stay readable: é is not escaped.</summary>
    public static JsonSerializerOptions JsonOptions { get; } = new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = false,
    }.ForFhir(Inspector);

    private static DeserializerSettings Bounded() => Strict with { Validator = new ErrorLimit(Strict.Validator!) };
}
