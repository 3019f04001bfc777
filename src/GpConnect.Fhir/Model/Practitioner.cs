using Hl7.Fhir.Introspection;

namespace Hl7.Fhir.Model;

/// <summary>A person who provides care.</summary>
[FhirType("Practitioner", "http://hl7.org/fhir/StructureDefinition/Practitioner")]
public sealed class Practitioner : Stu3Resource<Practitioner>
{
    private static readonly ElementTable<Practitioner> Table = new ElementTable<Practitioner>()
        .List("identifier", it => it.Identifier, (it, value) => it.Identifier = value!)
        .One("active", it => it.ActiveElement, (it, value) => it.ActiveElement = value)
        .List("name", it => it.Name, (it, value) => it.Name = value!)
        .List("telecom", it => it.Telecom, (it, value) => it.Telecom = value!)
        .List("address", it => it.Address, (it, value) => it.Address = value!)
        .One("gender", it => it.GenderElement, (it, value) => it.GenderElement = value)
        .One("birthDate", it => it.BirthDateElement, (it, value) => it.BirthDateElement = value)
        .List("photo", it => it.Photo, (it, value) => it.Photo = value!)
        .List("qualification", it => it.Qualification, (it, value) => it.Qualification = value!)
        .List("communication", it => it.Communication, (it, value) => it.Communication = value!);

    public override string TypeName => "Practitioner";

    [FhirElement("identifier", Order = 90, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<Identifier> Identifier { get => field ??= []; set; }

    [FhirElement("active", Order = 100, InSummary = true)]
    public FhirBoolean? ActiveElement { get; set; }

    public bool? Active { get => ActiveElement?.Value; set => ActiveElement = value is null ? null : new(value); }

    [FhirElement("name", Order = 110, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<HumanName> Name { get => field ??= []; set; }

    [FhirElement("telecom", Order = 120, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<ContactPoint> Telecom { get => field ??= []; set; }

    [FhirElement("address", Order = 130, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<Address> Address { get => field ??= []; set; }

    [FhirElement("gender", Order = 140, InSummary = true)]
    [Binding("AdministrativeGender")]
    public Code<AdministrativeGender>? GenderElement { get; set; }

    public AdministrativeGender? Gender { get => GenderElement?.Value; set => GenderElement = value is null ? null : new(value); }

    [FhirElement("birthDate", Order = 150, InSummary = true)]
    public Date? BirthDateElement { get; set; }

    public string? BirthDate { get => BirthDateElement?.Value; set => BirthDateElement = value is null ? null : new(value); }

    [FhirElement("photo", Order = 160)]
    [Cardinality(Min = 0, Max = -1)]
    public List<Attachment> Photo { get => field ??= []; set; }

    [FhirElement("qualification", Order = 170)]
    [Cardinality(Min = 0, Max = -1)]
    public List<QualificationComponent> Qualification { get => field ??= []; set; }

    [FhirElement("communication", Order = 180)]
    [Cardinality(Min = 0, Max = -1)]
    public List<CodeableConcept> Communication { get => field ??= []; set; }

    private protected override ElementTable<Practitioner> Elements => Table;

    /// <summary>A certification or licence to provide care.</summary>
    [FhirType("Practitioner.qualification", IsBackboneType = true)]
    public sealed class QualificationComponent : Stu3Component<QualificationComponent>
    {
        private static readonly ElementTable<QualificationComponent> Table = new ElementTable<QualificationComponent>()
            .List("identifier", it => it.Identifier, (it, value) => it.Identifier = value!)
            .One("code", it => it.Code, (it, value) => it.Code = value)
            .One("period", it => it.Period, (it, value) => it.Period = value)
            .One("issuer", it => it.Issuer, (it, value) => it.Issuer = value);

        public override string TypeName => "Practitioner.qualification";

        [FhirElement("identifier", Order = 40)]
        [Cardinality(Min = 0, Max = -1)]
        public List<Identifier> Identifier { get => field ??= []; set; }

        [FhirElement("code", Order = 50)]
        [Cardinality(Min = 1, Max = 1)]
        public CodeableConcept? Code { get; set; }

        [FhirElement("period", Order = 60)]
        public Period? Period { get; set; }

        [FhirElement("issuer", Order = 70)]
        [References("Organization")]
        public ResourceReference? Issuer { get; set; }

        private protected override ElementTable<QualificationComponent> Elements => Table;
    }
}
