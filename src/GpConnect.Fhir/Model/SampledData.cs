using Hl7.Fhir.Introspection;

namespace Hl7.Fhir.Model;

/// <summary>A series of measurements.</summary>
[FhirType("SampledData", "http://hl7.org/fhir/StructureDefinition/SampledData")]
public sealed class SampledData : Stu3DataType<SampledData>
{
    private static readonly ElementTable<SampledData> Table = new ElementTable<SampledData>()
        .One("origin", it => it.Origin, (it, value) => it.Origin = value)
        .One("period", it => it.PeriodElement, (it, value) => it.PeriodElement = value)
        .One("factor", it => it.FactorElement, (it, value) => it.FactorElement = value)
        .One("lowerLimit", it => it.LowerLimitElement, (it, value) => it.LowerLimitElement = value)
        .One("upperLimit", it => it.UpperLimitElement, (it, value) => it.UpperLimitElement = value)
        .One("dimensions", it => it.DimensionsElement, (it, value) => it.DimensionsElement = value)
        .One("data", it => it.DataElement, (it, value) => it.DataElement = value);

    public override string TypeName => "SampledData";

    [FhirElement("origin", Order = 30, InSummary = true)]
    [Cardinality(Min = 1, Max = 1)]
    public Quantity? Origin { get; set; }

    [FhirElement("period", Order = 40, InSummary = true)]
    [Cardinality(Min = 1, Max = 1)]
    public FhirDecimal? PeriodElement { get; set; }

    public decimal? Period { get => PeriodElement?.Value; set => PeriodElement = value is null ? null : new(value); }

    [FhirElement("factor", Order = 50, InSummary = true)]
    public FhirDecimal? FactorElement { get; set; }

    public decimal? Factor { get => FactorElement?.Value; set => FactorElement = value is null ? null : new(value); }

    [FhirElement("lowerLimit", Order = 60, InSummary = true)]
    public FhirDecimal? LowerLimitElement { get; set; }

    public decimal? LowerLimit { get => LowerLimitElement?.Value; set => LowerLimitElement = value is null ? null : new(value); }

    [FhirElement("upperLimit", Order = 70, InSummary = true)]
    public FhirDecimal? UpperLimitElement { get; set; }

    public decimal? UpperLimit { get => UpperLimitElement?.Value; set => UpperLimitElement = value is null ? null : new(value); }

    [FhirElement("dimensions", Order = 80, InSummary = true)]
    [Cardinality(Min = 1, Max = 1)]
    public PositiveInt? DimensionsElement { get; set; }

    public int? Dimensions { get => DimensionsElement?.Value; set => DimensionsElement = value is null ? null : new(value); }

    [FhirElement("data", Order = 90)]
    [Cardinality(Min = 1, Max = 1)]
    public FhirString? DataElement { get; set; }

    public string? Data { get => DataElement?.Value; set => DataElement = value is null ? null : new(value); }

    private protected override ElementTable<SampledData> Elements => Table;
}
