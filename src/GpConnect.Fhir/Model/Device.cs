using Hl7.Fhir.Introspection;
using Hl7.Fhir.Utility;

namespace Hl7.Fhir.Model;

/// <summary>A manufactured thing used in care, software included.</summary>
[FhirType("Device", "http://hl7.org/fhir/StructureDefinition/Device")]
public sealed class Device : Stu3Resource<Device>
{
    private static readonly ElementTable<Device> Table = new ElementTable<Device>()
        .List("identifier", it => it.Identifier, (it, value) => it.Identifier = value!)
        .One("udi", it => it.Udi, (it, value) => it.Udi = value)
        .One("status", it => it.StatusElement, (it, value) => it.StatusElement = value)
        .One("type", it => it.Type, (it, value) => it.Type = value)
        .One("lotNumber", it => it.LotNumberElement, (it, value) => it.LotNumberElement = value)
        .One("manufacturer", it => it.ManufacturerElement, (it, value) => it.ManufacturerElement = value)
        .One("manufactureDate", it => it.ManufactureDateElement, (it, value) => it.ManufactureDateElement = value)
        .One("expirationDate", it => it.ExpirationDateElement, (it, value) => it.ExpirationDateElement = value)
        .One("model", it => it.ModelElement, (it, value) => it.ModelElement = value)
        .One("version", it => it.VersionElement, (it, value) => it.VersionElement = value)
        .One("patient", it => it.Patient, (it, value) => it.Patient = value)
        .One("owner", it => it.Owner, (it, value) => it.Owner = value)
        .List("contact", it => it.Contact, (it, value) => it.Contact = value!)
        .One("location", it => it.Location, (it, value) => it.Location = value)
        .One("url", it => it.UrlElement, (it, value) => it.UrlElement = value)
        .List("note", it => it.Note, (it, value) => it.Note = value!)
        .List("safety", it => it.Safety, (it, value) => it.Safety = value!);

    public override string TypeName => "Device";

    [FhirElement("identifier", Order = 90)]
    [Cardinality(Min = 0, Max = -1)]
    public List<Identifier> Identifier { get => field ??= []; set; }

    [FhirElement("udi", Order = 100, InSummary = true)]
    public UdiComponent? Udi { get; set; }

    [FhirElement("status", Order = 110, InSummary = true, IsModifier = true)]
    [Binding("FHIRDeviceStatus")]
    public Code<FHIRDeviceStatus>? StatusElement { get; set; }

    public FHIRDeviceStatus? Status { get => StatusElement?.Value; set => StatusElement = value is null ? null : new(value); }

    [FhirElement("type", Order = 120)]
    public CodeableConcept? Type { get; set; }

    [FhirElement("lotNumber", Order = 130)]
    public FhirString? LotNumberElement { get; set; }

    public string? LotNumber { get => LotNumberElement?.Value; set => LotNumberElement = value is null ? null : new(value); }

    [FhirElement("manufacturer", Order = 140)]
    public FhirString? ManufacturerElement { get; set; }

    public string? Manufacturer { get => ManufacturerElement?.Value; set => ManufacturerElement = value is null ? null : new(value); }

    [FhirElement("manufactureDate", Order = 150)]
    public FhirDateTime? ManufactureDateElement { get; set; }

    public string? ManufactureDate { get => ManufactureDateElement?.Value; set => ManufactureDateElement = value is null ? null : new(value); }

    [FhirElement("expirationDate", Order = 160)]
    public FhirDateTime? ExpirationDateElement { get; set; }

    public string? ExpirationDate { get => ExpirationDateElement?.Value; set => ExpirationDateElement = value is null ? null : new(value); }

    [FhirElement("model", Order = 170)]
    public FhirString? ModelElement { get; set; }

    public string? Model { get => ModelElement?.Value; set => ModelElement = value is null ? null : new(value); }

    [FhirElement("version", Order = 180)]
    public FhirString? VersionElement { get; set; }

    public string? Version { get => VersionElement?.Value; set => VersionElement = value is null ? null : new(value); }

    [FhirElement("patient", Order = 190)]
    [References("Patient")]
    public ResourceReference? Patient { get; set; }

    [FhirElement("owner", Order = 200)]
    [References("Organization")]
    public ResourceReference? Owner { get; set; }

    [FhirElement("contact", Order = 210)]
    [Cardinality(Min = 0, Max = -1)]
    public List<ContactPoint> Contact { get => field ??= []; set; }

    [FhirElement("location", Order = 220)]
    [References("Location")]
    public ResourceReference? Location { get; set; }

    [FhirElement("url", Order = 230)]
    public FhirUri? UrlElement { get; set; }

    public string? Url { get => UrlElement?.Value; set => UrlElement = value is null ? null : new(value); }

    [FhirElement("note", Order = 240)]
    [Cardinality(Min = 0, Max = -1)]
    public List<Annotation> Note { get => field ??= []; set; }

    [FhirElement("safety", Order = 250, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<CodeableConcept> Safety { get => field ??= []; set; }

    private protected override ElementTable<Device> Elements => Table;

    /// <summary>The unique device identification.</summary>
    [FhirType("Device.udi", IsBackboneType = true)]
    public sealed class UdiComponent : Stu3Component<UdiComponent>
    {
        private static readonly ElementTable<UdiComponent> Table = new ElementTable<UdiComponent>()
            .One("deviceIdentifier", it => it.DeviceIdentifierElement, (it, value) => it.DeviceIdentifierElement = value)
            .One("name", it => it.NameElement, (it, value) => it.NameElement = value)
            .One("jurisdiction", it => it.JurisdictionElement, (it, value) => it.JurisdictionElement = value)
            .One("carrierHRF", it => it.CarrierHRFElement, (it, value) => it.CarrierHRFElement = value)
            .One("carrierAIDC", it => it.CarrierAIDCElement, (it, value) => it.CarrierAIDCElement = value)
            .One("issuer", it => it.IssuerElement, (it, value) => it.IssuerElement = value)
            .One("entryType", it => it.EntryTypeElement, (it, value) => it.EntryTypeElement = value);

        public override string TypeName => "Device.udi";

        [FhirElement("deviceIdentifier", Order = 40, InSummary = true)]
        public FhirString? DeviceIdentifierElement { get; set; }

        public string? DeviceIdentifier { get => DeviceIdentifierElement?.Value; set => DeviceIdentifierElement = value is null ? null : new(value); }

        [FhirElement("name", Order = 50, InSummary = true)]
        public FhirString? NameElement { get; set; }

        public string? Name { get => NameElement?.Value; set => NameElement = value is null ? null : new(value); }

        [FhirElement("jurisdiction", Order = 60)]
        public FhirUri? JurisdictionElement { get; set; }

        public string? Jurisdiction { get => JurisdictionElement?.Value; set => JurisdictionElement = value is null ? null : new(value); }

        [FhirElement("carrierHRF", Order = 70, InSummary = true)]
        public FhirString? CarrierHRFElement { get; set; }

        public string? CarrierHRF { get => CarrierHRFElement?.Value; set => CarrierHRFElement = value is null ? null : new(value); }

        [FhirElement("carrierAIDC", Order = 80, InSummary = true)]
        public Base64Binary? CarrierAIDCElement { get; set; }

        public byte[]? CarrierAIDC { get => CarrierAIDCElement?.Value; set => CarrierAIDCElement = value is null ? null : new(value); }

        [FhirElement("issuer", Order = 90)]
        public FhirUri? IssuerElement { get; set; }

        public string? Issuer { get => IssuerElement?.Value; set => IssuerElement = value is null ? null : new(value); }

        [FhirElement("entryType", Order = 100)]
        [Binding("UDIEntryType")]
        public Code<UDIEntryType>? EntryTypeElement { get; set; }

        public UDIEntryType? EntryType { get => EntryTypeElement?.Value; set => EntryTypeElement = value is null ? null : new(value); }

        private protected override ElementTable<UdiComponent> Elements => Table;
    }

    /// <summary>Whether the device is available.</summary>
    [FhirEnumeration("FHIRDeviceStatus", "http://hl7.org/fhir/ValueSet/device-status", "http://hl7.org/fhir/device-status")]
    public enum FHIRDeviceStatus
    {
        [EnumLiteral("active", "http://hl7.org/fhir/device-status")]
        Active,

        [EnumLiteral("inactive", "http://hl7.org/fhir/device-status")]
        Inactive,

        [EnumLiteral("entered-in-error", "http://hl7.org/fhir/device-status")]
        EnteredInError,

        [EnumLiteral("unknown", "http://hl7.org/fhir/device-status")]
        Unknown,
    }

    /// <summary>How the identification was captured.</summary>
    [FhirEnumeration("UDIEntryType", "http://hl7.org/fhir/ValueSet/udi-entry-type", "http://hl7.org/fhir/udi-entry-type")]
    public enum UDIEntryType
    {
        [EnumLiteral("barcode", "http://hl7.org/fhir/udi-entry-type")]
        Barcode,

        [EnumLiteral("rfid", "http://hl7.org/fhir/udi-entry-type")]
        Rfid,

        [EnumLiteral("manual", "http://hl7.org/fhir/udi-entry-type")]
        Manual,

        [EnumLiteral("card", "http://hl7.org/fhir/udi-entry-type")]
        Card,

        [EnumLiteral("self-reported", "http://hl7.org/fhir/udi-entry-type")]
        SelfReported,

        [EnumLiteral("unknown", "http://hl7.org/fhir/udi-entry-type")]
        Unknown,
    }
}
