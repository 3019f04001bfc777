using Hl7.Fhir.Introspection;

namespace Hl7.Fhir.Model;

/// <summary>A note with its author and time.</summary>
[FhirType("Annotation", "http://hl7.org/fhir/StructureDefinition/Annotation")]
public sealed class Annotation : Stu3DataType<Annotation>
{
    private static readonly ElementTable<Annotation> Table = new ElementTable<Annotation>()
        .One("author", it => it.Author, (it, value) => it.Author = value)
        .One("time", it => it.TimeElement, (it, value) => it.TimeElement = value)
        .One("text", it => it.TextElement, (it, value) => it.TextElement = value);

    public override string TypeName => "Annotation";

    [FhirElement("author", Choice = ChoiceType.DatatypeChoice, Order = 30, InSummary = true)]
    [AllowedTypes(typeof(ResourceReference), typeof(FhirString))]
    public DataType? Author { get; set; }

    [FhirElement("time", Order = 40, InSummary = true)]
    public FhirDateTime? TimeElement { get; set; }

    public string? Time { get => TimeElement?.Value; set => TimeElement = value is null ? null : new(value); }

    [FhirElement("text", Order = 50)]
    [Cardinality(Min = 1, Max = 1)]
    public FhirString? TextElement { get; set; }

    public string? Text { get => TextElement?.Value; set => TextElement = value is null ? null : new(value); }

    private protected override ElementTable<Annotation> Elements => Table;
}
