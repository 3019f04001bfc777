using Hl7.Fhir.Introspection;

namespace Hl7.Fhir.Model;

/// <summary>A person or animal receiving care.</summary>
[FhirType("Patient", "http://hl7.org/fhir/StructureDefinition/Patient")]
public sealed partial class Patient : Stu3Resource<Patient>
{
    private static readonly ElementTable<Patient> Table = new ElementTable<Patient>()
        .List("identifier", it => it.Identifier, (it, value) => it.Identifier = value!)
        .One("active", it => it.ActiveElement, (it, value) => it.ActiveElement = value)
        .List("name", it => it.Name, (it, value) => it.Name = value!)
        .List("telecom", it => it.Telecom, (it, value) => it.Telecom = value!)
        .One("gender", it => it.GenderElement, (it, value) => it.GenderElement = value)
        .One("birthDate", it => it.BirthDateElement, (it, value) => it.BirthDateElement = value)
        .One("deceased", it => it.Deceased, (it, value) => it.Deceased = value)
        .List("address", it => it.Address, (it, value) => it.Address = value!)
        .One("maritalStatus", it => it.MaritalStatus, (it, value) => it.MaritalStatus = value)
        .One("multipleBirth", it => it.MultipleBirth, (it, value) => it.MultipleBirth = value)
        .List("photo", it => it.Photo, (it, value) => it.Photo = value!)
        .List("contact", it => it.Contact, (it, value) => it.Contact = value!)
        .One("animal", it => it.Animal, (it, value) => it.Animal = value)
        .List("communication", it => it.Communication, (it, value) => it.Communication = value!)
        .List("generalPractitioner", it => it.GeneralPractitioner, (it, value) => it.GeneralPractitioner = value!)
        .One("managingOrganization", it => it.ManagingOrganization, (it, value) => it.ManagingOrganization = value)
        .List("link", it => it.Link, (it, value) => it.Link = value!);

    public override string TypeName => "Patient";

    [FhirElement("identifier", Order = 90, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<Identifier> Identifier { get => field ??= []; set; }

    [FhirElement("active", Order = 100, InSummary = true, IsModifier = true)]
    public FhirBoolean? ActiveElement { get; set; }

    public bool? Active { get => ActiveElement?.Value; set => ActiveElement = value is null ? null : new(value); }

    [FhirElement("name", Order = 110, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<HumanName> Name { get => field ??= []; set; }

    [FhirElement("telecom", Order = 120, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<ContactPoint> Telecom { get => field ??= []; set; }

    [FhirElement("gender", Order = 130, InSummary = true)]
    [Binding("AdministrativeGender")]
    public Code<AdministrativeGender>? GenderElement { get; set; }

    public AdministrativeGender? Gender { get => GenderElement?.Value; set => GenderElement = value is null ? null : new(value); }

    [FhirElement("birthDate", Order = 140, InSummary = true)]
    public Date? BirthDateElement { get; set; }

    public string? BirthDate { get => BirthDateElement?.Value; set => BirthDateElement = value is null ? null : new(value); }

    [FhirElement("deceased", Choice = ChoiceType.DatatypeChoice, Order = 150, InSummary = true, IsModifier = true)]
    [AllowedTypes(typeof(FhirBoolean), typeof(FhirDateTime))]
    public DataType? Deceased { get; set; }

    [FhirElement("address", Order = 160, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<Address> Address { get => field ??= []; set; }

    [FhirElement("maritalStatus", Order = 170)]
    public CodeableConcept? MaritalStatus { get; set; }

    [FhirElement("multipleBirth", Choice = ChoiceType.DatatypeChoice, Order = 180)]
    [AllowedTypes(typeof(FhirBoolean), typeof(Integer))]
    public DataType? MultipleBirth { get; set; }

    [FhirElement("photo", Order = 190)]
    [Cardinality(Min = 0, Max = -1)]
    public List<Attachment> Photo { get => field ??= []; set; }

    [FhirElement("contact", Order = 200)]
    [Cardinality(Min = 0, Max = -1)]
    public List<ContactComponent> Contact { get => field ??= []; set; }

    [FhirElement("animal", Order = 210, InSummary = true, IsModifier = true)]
    public AnimalComponent? Animal { get; set; }

    [FhirElement("communication", Order = 220)]
    [Cardinality(Min = 0, Max = -1)]
    public List<CommunicationComponent> Communication { get => field ??= []; set; }

    [FhirElement("generalPractitioner", Order = 230)]
    [Cardinality(Min = 0, Max = -1)]
    [References("Organization", "Practitioner")]
    public List<ResourceReference> GeneralPractitioner { get => field ??= []; set; }

    [FhirElement("managingOrganization", Order = 240, InSummary = true)]
    [References("Organization")]
    public ResourceReference? ManagingOrganization { get; set; }

    [FhirElement("link", Order = 250, InSummary = true, IsModifier = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<LinkComponent> Link { get => field ??= []; set; }

    private protected override ElementTable<Patient> Elements => Table;
}
