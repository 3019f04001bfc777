using Hl7.Fhir.Introspection;

namespace Hl7.Fhir.Model;

/// <summary>A group of people with a common purpose, such as a practice.</summary>
[FhirType("Organization", "http://hl7.org/fhir/StructureDefinition/Organization")]
public sealed class Organization : Stu3Resource<Organization>
{
    private static readonly ElementTable<Organization> Table = new ElementTable<Organization>()
        .List("identifier", it => it.Identifier, (it, value) => it.Identifier = value!)
        .One("active", it => it.ActiveElement, (it, value) => it.ActiveElement = value)
        .List("type", it => it.Type, (it, value) => it.Type = value!)
        .One("name", it => it.NameElement, (it, value) => it.NameElement = value)
        .List("alias", it => it.AliasElement, (it, value) => it.AliasElement = value!)
        .List("telecom", it => it.Telecom, (it, value) => it.Telecom = value!)
        .List("address", it => it.Address, (it, value) => it.Address = value!)
        .One("partOf", it => it.PartOf, (it, value) => it.PartOf = value)
        .List("contact", it => it.Contact, (it, value) => it.Contact = value!)
        .List("endpoint", it => it.Endpoint, (it, value) => it.Endpoint = value!);

    public override string TypeName => "Organization";

    [FhirElement("identifier", Order = 90, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<Identifier> Identifier { get => field ??= []; set; }

    [FhirElement("active", Order = 100, InSummary = true, IsModifier = true)]
    public FhirBoolean? ActiveElement { get; set; }

    public bool? Active { get => ActiveElement?.Value; set => ActiveElement = value is null ? null : new(value); }

    [FhirElement("type", Order = 110, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<CodeableConcept> Type { get => field ??= []; set; }

    [FhirElement("name", Order = 120, InSummary = true)]
    public FhirString? NameElement { get; set; }

    public string? Name { get => NameElement?.Value; set => NameElement = value is null ? null : new(value); }

    [FhirElement("alias", Order = 130)]
    [Cardinality(Min = 0, Max = -1)]
    public List<FhirString> AliasElement { get => field ??= []; set; }

    public IEnumerable<string?> Alias
    {
        get => AliasElement.Select(element => element.Value);
        set => AliasElement = [.. value.Select(item => new FhirString(item))];
    }

    [FhirElement("telecom", Order = 140)]
    [Cardinality(Min = 0, Max = -1)]
    public List<ContactPoint> Telecom { get => field ??= []; set; }

    [FhirElement("address", Order = 150)]
    [Cardinality(Min = 0, Max = -1)]
    public List<Address> Address { get => field ??= []; set; }

    [FhirElement("partOf", Order = 160, InSummary = true)]
    [References("Organization")]
    public ResourceReference? PartOf { get; set; }

    [FhirElement("contact", Order = 170)]
    [Cardinality(Min = 0, Max = -1)]
    public List<ContactComponent> Contact { get => field ??= []; set; }

    [FhirElement("endpoint", Order = 180)]
    [Cardinality(Min = 0, Max = -1)]
    [References("Endpoint")]
    public List<ResourceReference> Endpoint { get => field ??= []; set; }

    private protected override ElementTable<Organization> Elements => Table;

    /// <summary>A contact for a purpose.</summary>
    [FhirType("Organization.contact", IsBackboneType = true)]
    public sealed class ContactComponent : Stu3Component<ContactComponent>
    {
        private static readonly ElementTable<ContactComponent> Table = new ElementTable<ContactComponent>()
            .One("purpose", it => it.Purpose, (it, value) => it.Purpose = value)
            .One("name", it => it.Name, (it, value) => it.Name = value)
            .List("telecom", it => it.Telecom, (it, value) => it.Telecom = value!)
            .One("address", it => it.Address, (it, value) => it.Address = value);

        public override string TypeName => "Organization.contact";

        [FhirElement("purpose", Order = 40)]
        public CodeableConcept? Purpose { get; set; }

        [FhirElement("name", Order = 50)]
        public HumanName? Name { get; set; }

        [FhirElement("telecom", Order = 60)]
        [Cardinality(Min = 0, Max = -1)]
        public List<ContactPoint> Telecom { get => field ??= []; set; }

        [FhirElement("address", Order = 70)]
        public Address? Address { get; set; }

        private protected override ElementTable<ContactComponent> Elements => Table;
    }
}
