using Hl7.Fhir.Introspection;
using Hl7.Fhir.Utility;

namespace Hl7.Fhir.Model;

public sealed partial class Timing
{
    /// <summary>How often something happens.</summary>
    [FhirType("Timing.repeat", IsBackboneType = true)]
    public sealed class RepeatComponent : Stu3DataType<RepeatComponent>
    {
        private static readonly ElementTable<RepeatComponent> Table = new ElementTable<RepeatComponent>()
            .One("bounds", it => it.Bounds, (it, value) => it.Bounds = value)
            .One("count", it => it.CountElement, (it, value) => it.CountElement = value)
            .One("countMax", it => it.CountMaxElement, (it, value) => it.CountMaxElement = value)
            .One("duration", it => it.DurationElement, (it, value) => it.DurationElement = value)
            .One("durationMax", it => it.DurationMaxElement, (it, value) => it.DurationMaxElement = value)
            .One("durationUnit", it => it.DurationUnitElement, (it, value) => it.DurationUnitElement = value)
            .One("frequency", it => it.FrequencyElement, (it, value) => it.FrequencyElement = value)
            .One("frequencyMax", it => it.FrequencyMaxElement, (it, value) => it.FrequencyMaxElement = value)
            .One("period", it => it.PeriodElement, (it, value) => it.PeriodElement = value)
            .One("periodMax", it => it.PeriodMaxElement, (it, value) => it.PeriodMaxElement = value)
            .One("periodUnit", it => it.PeriodUnitElement, (it, value) => it.PeriodUnitElement = value)
            .List("dayOfWeek", it => it.DayOfWeekElement, (it, value) => it.DayOfWeekElement = value!)
            .List("timeOfDay", it => it.TimeOfDayElement, (it, value) => it.TimeOfDayElement = value!)
            .List("when", it => it.WhenElement, (it, value) => it.WhenElement = value!)
            .One("offset", it => it.OffsetElement, (it, value) => it.OffsetElement = value);

        public override string TypeName => "Timing.repeat";

        [FhirElement("bounds", Choice = ChoiceType.DatatypeChoice, Order = 30, InSummary = true)]
        [AllowedTypes(typeof(Duration), typeof(Range), typeof(Period))]
        public DataType? Bounds { get; set; }

        [FhirElement("count", Order = 40, InSummary = true)]
        public Integer? CountElement { get; set; }

        public int? Count { get => CountElement?.Value; set => CountElement = value is null ? null : new(value); }

        [FhirElement("countMax", Order = 50, InSummary = true)]
        public Integer? CountMaxElement { get; set; }

        public int? CountMax { get => CountMaxElement?.Value; set => CountMaxElement = value is null ? null : new(value); }

        [FhirElement("duration", Order = 60, InSummary = true)]
        public FhirDecimal? DurationElement { get; set; }

        public decimal? Duration { get => DurationElement?.Value; set => DurationElement = value is null ? null : new(value); }

        [FhirElement("durationMax", Order = 70, InSummary = true)]
        public FhirDecimal? DurationMaxElement { get; set; }

        public decimal? DurationMax { get => DurationMaxElement?.Value; set => DurationMaxElement = value is null ? null : new(value); }

        [FhirElement("durationUnit", Order = 80, InSummary = true)]
        [Binding("UnitsOfTime")]
        public Code<UnitsOfTime>? DurationUnitElement { get; set; }

        public UnitsOfTime? DurationUnit { get => DurationUnitElement?.Value; set => DurationUnitElement = value is null ? null : new(value); }

        [FhirElement("frequency", Order = 90, InSummary = true)]
        public Integer? FrequencyElement { get; set; }

        public int? Frequency { get => FrequencyElement?.Value; set => FrequencyElement = value is null ? null : new(value); }

        [FhirElement("frequencyMax", Order = 100, InSummary = true)]
        public Integer? FrequencyMaxElement { get; set; }

        public int? FrequencyMax { get => FrequencyMaxElement?.Value; set => FrequencyMaxElement = value is null ? null : new(value); }

        [FhirElement("period", Order = 110, InSummary = true)]
        public FhirDecimal? PeriodElement { get; set; }

        public decimal? Period { get => PeriodElement?.Value; set => PeriodElement = value is null ? null : new(value); }

        [FhirElement("periodMax", Order = 120, InSummary = true)]
        public FhirDecimal? PeriodMaxElement { get; set; }

        public decimal? PeriodMax { get => PeriodMaxElement?.Value; set => PeriodMaxElement = value is null ? null : new(value); }

        [FhirElement("periodUnit", Order = 130, InSummary = true)]
        [Binding("UnitsOfTime")]
        public Code<UnitsOfTime>? PeriodUnitElement { get; set; }

        public UnitsOfTime? PeriodUnit { get => PeriodUnitElement?.Value; set => PeriodUnitElement = value is null ? null : new(value); }

        [FhirElement("dayOfWeek", Order = 140, InSummary = true)]
        [Cardinality(Min = 0, Max = -1)]
        [Binding("DaysOfWeek")]
        public List<Code<DaysOfWeek>> DayOfWeekElement { get => field ??= []; set; }

        public IEnumerable<DaysOfWeek?> DayOfWeek
        {
            get => DayOfWeekElement.Select(element => element.Value);
            set => DayOfWeekElement = [.. value.Select(item => new Code<DaysOfWeek>(item))];
        }

        [FhirElement("timeOfDay", Order = 150, InSummary = true)]
        [Cardinality(Min = 0, Max = -1)]
        public List<Time> TimeOfDayElement { get => field ??= []; set; }

        public IEnumerable<string?> TimeOfDay
        {
            get => TimeOfDayElement.Select(element => element.Value);
            set => TimeOfDayElement = [.. value.Select(item => new Time(item))];
        }

        [FhirElement("when", Order = 160, InSummary = true)]
        [Cardinality(Min = 0, Max = -1)]
        [Binding("EventTiming")]
        public List<Code<EventTiming>> WhenElement { get => field ??= []; set; }

        public IEnumerable<EventTiming?> When
        {
            get => WhenElement.Select(element => element.Value);
            set => WhenElement = [.. value.Select(item => new Code<EventTiming>(item))];
        }

        [FhirElement("offset", Order = 170, InSummary = true)]
        public UnsignedInt? OffsetElement { get; set; }

        public int? Offset { get => OffsetElement?.Value; set => OffsetElement = value is null ? null : new(value); }

        private protected override ElementTable<RepeatComponent> Elements => Table;
    }

    /// <summary>The units of a duration or period.</summary>
    [FhirEnumeration("UnitsOfTime", "http://hl7.org/fhir/ValueSet/units-of-time", "http://unitsofmeasure.org")]
    public enum UnitsOfTime
    {
        [EnumLiteral("s", "http://unitsofmeasure.org")]
        S,

        [EnumLiteral("min", "http://unitsofmeasure.org")]
        Min,

        [EnumLiteral("h", "http://unitsofmeasure.org")]
        H,

        [EnumLiteral("d", "http://unitsofmeasure.org")]
        D,

        [EnumLiteral("wk", "http://unitsofmeasure.org")]
        Wk,

        [EnumLiteral("mo", "http://unitsofmeasure.org")]
        Mo,

        [EnumLiteral("a", "http://unitsofmeasure.org")]
        A,
    }

    /// <summary>The days of the week.</summary>
    [FhirEnumeration("DaysOfWeek", "http://hl7.org/fhir/ValueSet/days-of-week", "http://hl7.org/fhir/days-of-week")]
    public enum DaysOfWeek
    {
        [EnumLiteral("mon", "http://hl7.org/fhir/days-of-week")]
        Mon,

        [EnumLiteral("tue", "http://hl7.org/fhir/days-of-week")]
        Tue,

        [EnumLiteral("wed", "http://hl7.org/fhir/days-of-week")]
        Wed,

        [EnumLiteral("thu", "http://hl7.org/fhir/days-of-week")]
        Thu,

        [EnumLiteral("fri", "http://hl7.org/fhir/days-of-week")]
        Fri,

        [EnumLiteral("sat", "http://hl7.org/fhir/days-of-week")]
        Sat,

        [EnumLiteral("sun", "http://hl7.org/fhir/days-of-week")]
        Sun,
    }

    /// <summary>Events of the day that timing can be tied to.</summary>
    [FhirEnumeration("EventTiming", "http://hl7.org/fhir/ValueSet/event-timing", "http://hl7.org/fhir/event-timing")]
    public enum EventTiming
    {
        [EnumLiteral("MORN", "http://hl7.org/fhir/event-timing")]
        MORN,

        [EnumLiteral("AFT", "http://hl7.org/fhir/event-timing")]
        AFT,

        [EnumLiteral("EVE", "http://hl7.org/fhir/event-timing")]
        EVE,

        [EnumLiteral("NIGHT", "http://hl7.org/fhir/event-timing")]
        NIGHT,

        [EnumLiteral("PHS", "http://hl7.org/fhir/event-timing")]
        PHS,

        [EnumLiteral("HS", "http://hl7.org/fhir/event-timing")]
        HS,

        [EnumLiteral("WAKE", "http://hl7.org/fhir/event-timing")]
        WAKE,

        [EnumLiteral("C", "http://hl7.org/fhir/event-timing")]
        C,

        [EnumLiteral("CM", "http://hl7.org/fhir/event-timing")]
        CM,

        [EnumLiteral("CD", "http://hl7.org/fhir/event-timing")]
        CD,

        [EnumLiteral("CV", "http://hl7.org/fhir/event-timing")]
        CV,

        [EnumLiteral("AC", "http://hl7.org/fhir/event-timing")]
        AC,

        [EnumLiteral("ACM", "http://hl7.org/fhir/event-timing")]
        ACM,

        [EnumLiteral("ACD", "http://hl7.org/fhir/event-timing")]
        ACD,

        [EnumLiteral("ACV", "http://hl7.org/fhir/event-timing")]
        ACV,

        [EnumLiteral("PC", "http://hl7.org/fhir/event-timing")]
        PC,

        [EnumLiteral("PCM", "http://hl7.org/fhir/event-timing")]
        PCM,

        [EnumLiteral("PCD", "http://hl7.org/fhir/event-timing")]
        PCD,

        [EnumLiteral("PCV", "http://hl7.org/fhir/event-timing")]
        PCV,
    }
}
