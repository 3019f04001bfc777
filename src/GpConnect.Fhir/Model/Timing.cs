using Hl7.Fhir.Introspection;

namespace Hl7.Fhir.Model;

/// <summary>When something happens, possibly more than once.</summary>
[FhirType("Timing", "http://hl7.org/fhir/StructureDefinition/Timing")]
public sealed partial class Timing : Stu3DataType<Timing>
{
    private static readonly ElementTable<Timing> Table = new ElementTable<Timing>()
        .List("event", it => it.EventElement, (it, value) => it.EventElement = value!)
        .One("repeat", it => it.Repeat, (it, value) => it.Repeat = value)
        .One("code", it => it.Code, (it, value) => it.Code = value);

    public override string TypeName => "Timing";

    [FhirElement("event", Order = 30, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<FhirDateTime> EventElement { get => field ??= []; set; }

    public IEnumerable<string?> Event
    {
        get => EventElement.Select(element => element.Value);
        set => EventElement = [.. value.Select(item => new FhirDateTime(item))];
    }

    [FhirElement("repeat", Order = 40, InSummary = true)]
    public RepeatComponent? Repeat { get; set; }

    [FhirElement("code", Order = 50, InSummary = true)]
    public CodeableConcept? Code { get; set; }

    private protected override ElementTable<Timing> Elements => Table;
}
