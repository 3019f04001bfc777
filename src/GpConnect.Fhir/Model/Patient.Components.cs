using Hl7.Fhir.Introspection;
using Hl7.Fhir.Utility;

namespace Hl7.Fhir.Model;

public sealed partial class Patient
{
    /// <summary>A person or organisation to contact about the patient.</summary>
    [FhirType("Patient.contact", IsBackboneType = true)]
    public sealed class ContactComponent : Stu3Component<ContactComponent>
    {
        private static readonly ElementTable<ContactComponent> Table = new ElementTable<ContactComponent>()
            .List("relationship", it => it.Relationship, (it, value) => it.Relationship = value!)
            .One("name", it => it.Name, (it, value) => it.Name = value)
            .List("telecom", it => it.Telecom, (it, value) => it.Telecom = value!)
            .One("address", it => it.Address, (it, value) => it.Address = value)
            .One("gender", it => it.GenderElement, (it, value) => it.GenderElement = value)
            .One("organization", it => it.Organization, (it, value) => it.Organization = value)
            .One("period", it => it.Period, (it, value) => it.Period = value);

        public override string TypeName => "Patient.contact";

        [FhirElement("relationship", Order = 40)]
        [Cardinality(Min = 0, Max = -1)]
        public List<CodeableConcept> Relationship { get => field ??= []; set; }

        [FhirElement("name", Order = 50)]
        public HumanName? Name { get; set; }

        [FhirElement("telecom", Order = 60)]
        [Cardinality(Min = 0, Max = -1)]
        public List<ContactPoint> Telecom { get => field ??= []; set; }

        [FhirElement("address", Order = 70)]
        public Address? Address { get; set; }

        [FhirElement("gender", Order = 80)]
        [Binding("AdministrativeGender")]
        public Code<AdministrativeGender>? GenderElement { get; set; }

        public AdministrativeGender? Gender { get => GenderElement?.Value; set => GenderElement = value is null ? null : new(value); }

        [FhirElement("organization", Order = 90)]
        [References("Organization")]
        public ResourceReference? Organization { get; set; }

        [FhirElement("period", Order = 100)]
        public Period? Period { get; set; }

        private protected override ElementTable<ContactComponent> Elements => Table;
    }

    /// <summary>Details of a patient that is an animal.</summary>
    [FhirType("Patient.animal", IsBackboneType = true)]
    public sealed class AnimalComponent : Stu3Component<AnimalComponent>
    {
        private static readonly ElementTable<AnimalComponent> Table = new ElementTable<AnimalComponent>()
            .One("species", it => it.Species, (it, value) => it.Species = value)
            .One("breed", it => it.Breed, (it, value) => it.Breed = value)
            .One("genderStatus", it => it.GenderStatus, (it, value) => it.GenderStatus = value);

        public override string TypeName => "Patient.animal";

        [FhirElement("species", Order = 40, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        public CodeableConcept? Species { get; set; }

        [FhirElement("breed", Order = 50, InSummary = true)]
        public CodeableConcept? Breed { get; set; }

        [FhirElement("genderStatus", Order = 60, InSummary = true)]
        public CodeableConcept? GenderStatus { get; set; }

        private protected override ElementTable<AnimalComponent> Elements => Table;
    }

    /// <summary>A language in which to communicate with the patient.</summary>
    [FhirType("Patient.communication", IsBackboneType = true)]
    public sealed class CommunicationComponent : Stu3Component<CommunicationComponent>
    {
        private static readonly ElementTable<CommunicationComponent> Table = new ElementTable<CommunicationComponent>()
            .One("language", it => it.Language, (it, value) => it.Language = value)
            .One("preferred", it => it.PreferredElement, (it, value) => it.PreferredElement = value);

        public override string TypeName => "Patient.communication";

        [FhirElement("language", Order = 40)]
        [Cardinality(Min = 1, Max = 1)]
        public CodeableConcept? Language { get; set; }

        [FhirElement("preferred", Order = 50)]
        public FhirBoolean? PreferredElement { get; set; }

        public bool? Preferred { get => PreferredElement?.Value; set => PreferredElement = value is null ? null : new(value); }

        private protected override ElementTable<CommunicationComponent> Elements => Table;
    }

    /// <summary>Another record of the same person.</summary>
    [FhirType("Patient.link", IsBackboneType = true)]
    public sealed class LinkComponent : Stu3Component<LinkComponent>
    {
        private static readonly ElementTable<LinkComponent> Table = new ElementTable<LinkComponent>()
            .One("other", it => it.Other, (it, value) => it.Other = value)
            .One("type", it => it.TypeElement, (it, value) => it.TypeElement = value);

        public override string TypeName => "Patient.link";

        [FhirElement("other", Order = 40, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        [References("Patient", "RelatedPerson")]
        public ResourceReference? Other { get; set; }

        [FhirElement("type", Order = 50, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        [Binding("LinkType")]
        public Code<LinkType>? TypeElement { get; set; }

        public LinkType? Type { get => TypeElement?.Value; set => TypeElement = value is null ? null : new(value); }

        private protected override ElementTable<LinkComponent> Elements => Table;
    }

    /// <summary>How two records of one person relate.</summary>
    [FhirEnumeration("LinkType", "http://hl7.org/fhir/ValueSet/link-type", "http://hl7.org/fhir/link-type")]
    public enum LinkType
    {
        [EnumLiteral("replaced-by", "http://hl7.org/fhir/link-type")]
        ReplacedBy,

        [EnumLiteral("replaces", "http://hl7.org/fhir/link-type")]
        Replaces,

        [EnumLiteral("refer", "http://hl7.org/fhir/link-type")]
        Refer,

        [EnumLiteral("seealso", "http://hl7.org/fhir/link-type")]
        Seealso,
    }
}
