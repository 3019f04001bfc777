using Hl7.Fhir.Introspection;
using Hl7.Fhir.Utility;

namespace Hl7.Fhir.Model;

/// <summary>A place where care is provided.</summary>
[FhirType("Location", "http://hl7.org/fhir/StructureDefinition/Location")]
public sealed class Location : Stu3Resource<Location>
{
    private static readonly ElementTable<Location> Table = new ElementTable<Location>()
        .List("identifier", it => it.Identifier, (it, value) => it.Identifier = value!)
        .One("status", it => it.StatusElement, (it, value) => it.StatusElement = value)
        .One("operationalStatus", it => it.OperationalStatus, (it, value) => it.OperationalStatus = value)
        .One("name", it => it.NameElement, (it, value) => it.NameElement = value)
        .List("alias", it => it.AliasElement, (it, value) => it.AliasElement = value!)
        .One("description", it => it.DescriptionElement, (it, value) => it.DescriptionElement = value)
        .One("mode", it => it.ModeElement, (it, value) => it.ModeElement = value)
        .One("type", it => it.Type, (it, value) => it.Type = value)
        .List("telecom", it => it.Telecom, (it, value) => it.Telecom = value!)
        .One("address", it => it.Address, (it, value) => it.Address = value)
        .One("physicalType", it => it.PhysicalType, (it, value) => it.PhysicalType = value)
        .One("position", it => it.Position, (it, value) => it.Position = value)
        .One("managingOrganization", it => it.ManagingOrganization, (it, value) => it.ManagingOrganization = value)
        .One("partOf", it => it.PartOf, (it, value) => it.PartOf = value)
        .List("endpoint", it => it.Endpoint, (it, value) => it.Endpoint = value!);

    public override string TypeName => "Location";

    [FhirElement("identifier", Order = 90, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<Identifier> Identifier { get => field ??= []; set; }

    [FhirElement("status", Order = 100, InSummary = true, IsModifier = true)]
    [Binding("LocationStatus")]
    public Code<LocationStatus>? StatusElement { get; set; }

    public LocationStatus? Status { get => StatusElement?.Value; set => StatusElement = value is null ? null : new(value); }

    [FhirElement("operationalStatus", Order = 110, InSummary = true)]
    public Coding? OperationalStatus { get; set; }

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

    [FhirElement("description", Order = 140, InSummary = true)]
    public FhirString? DescriptionElement { get; set; }

    public string? Description { get => DescriptionElement?.Value; set => DescriptionElement = value is null ? null : new(value); }

    [FhirElement("mode", Order = 150, InSummary = true)]
    [Binding("LocationMode")]
    public Code<LocationMode>? ModeElement { get; set; }

    public LocationMode? Mode { get => ModeElement?.Value; set => ModeElement = value is null ? null : new(value); }

    [FhirElement("type", Order = 160, InSummary = true)]
    public CodeableConcept? Type { get; set; }

    [FhirElement("telecom", Order = 170)]
    [Cardinality(Min = 0, Max = -1)]
    public List<ContactPoint> Telecom { get => field ??= []; set; }

    [FhirElement("address", Order = 180)]
    public Address? Address { get; set; }

    [FhirElement("physicalType", Order = 190, InSummary = true)]
    public CodeableConcept? PhysicalType { get; set; }

    [FhirElement("position", Order = 200)]
    public PositionComponent? Position { get; set; }

    [FhirElement("managingOrganization", Order = 210, InSummary = true)]
    [References("Organization")]
    public ResourceReference? ManagingOrganization { get; set; }

    [FhirElement("partOf", Order = 220)]
    [References("Location")]
    public ResourceReference? PartOf { get; set; }

    [FhirElement("endpoint", Order = 230)]
    [Cardinality(Min = 0, Max = -1)]
    [References("Endpoint")]
    public List<ResourceReference> Endpoint { get => field ??= []; set; }

    private protected override ElementTable<Location> Elements => Table;

    /// <summary>The geographic position of the location, in WGS84.</summary>
    [FhirType("Location.position", IsBackboneType = true)]
    public sealed class PositionComponent : Stu3Component<PositionComponent>
    {
        private static readonly ElementTable<PositionComponent> Table = new ElementTable<PositionComponent>()
            .One("longitude", it => it.LongitudeElement, (it, value) => it.LongitudeElement = value)
            .One("latitude", it => it.LatitudeElement, (it, value) => it.LatitudeElement = value)
            .One("altitude", it => it.AltitudeElement, (it, value) => it.AltitudeElement = value);

        public override string TypeName => "Location.position";

        [FhirElement("longitude", Order = 40)]
        [Cardinality(Min = 1, Max = 1)]
        public FhirDecimal? LongitudeElement { get; set; }

        public decimal? Longitude { get => LongitudeElement?.Value; set => LongitudeElement = value is null ? null : new(value); }

        [FhirElement("latitude", Order = 50)]
        [Cardinality(Min = 1, Max = 1)]
        public FhirDecimal? LatitudeElement { get; set; }

        public decimal? Latitude { get => LatitudeElement?.Value; set => LatitudeElement = value is null ? null : new(value); }

        [FhirElement("altitude", Order = 60)]
        public FhirDecimal? AltitudeElement { get; set; }

        public decimal? Altitude { get => AltitudeElement?.Value; set => AltitudeElement = value is null ? null : new(value); }

        private protected override ElementTable<PositionComponent> Elements => Table;
    }

    /// <summary>Whether the location is in use.</summary>
    [FhirEnumeration("LocationStatus", "http://hl7.org/fhir/ValueSet/location-status", "http://hl7.org/fhir/location-status")]
    public enum LocationStatus
    {
        [EnumLiteral("active", "http://hl7.org/fhir/location-status")]
        Active,

        [EnumLiteral("suspended", "http://hl7.org/fhir/location-status")]
        Suspended,

        [EnumLiteral("inactive", "http://hl7.org/fhir/location-status")]
        Inactive,
    }

    /// <summary>Whether the resource describes one location or a kind of location.</summary>
    [FhirEnumeration("LocationMode", "http://hl7.org/fhir/ValueSet/location-mode", "http://hl7.org/fhir/location-mode")]
    public enum LocationMode
    {
        [EnumLiteral("instance", "http://hl7.org/fhir/location-mode")]
        Instance,

        [EnumLiteral("kind", "http://hl7.org/fhir/location-mode")]
        Kind,
    }
}
