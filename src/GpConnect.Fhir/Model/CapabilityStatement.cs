using Hl7.Fhir.Introspection;

namespace Hl7.Fhir.Model;

/// <summary>What a server can do.</summary>
[FhirType("CapabilityStatement", "http://hl7.org/fhir/StructureDefinition/CapabilityStatement")]
public sealed partial class CapabilityStatement : Stu3Resource<CapabilityStatement>
{
    private static readonly ElementTable<CapabilityStatement> Table = new ElementTable<CapabilityStatement>()
        .One("url", it => it.UrlElement, (it, value) => it.UrlElement = value)
        .One("version", it => it.VersionElement, (it, value) => it.VersionElement = value)
        .One("name", it => it.NameElement, (it, value) => it.NameElement = value)
        .One("title", it => it.TitleElement, (it, value) => it.TitleElement = value)
        .One("status", it => it.StatusElement, (it, value) => it.StatusElement = value)
        .One("experimental", it => it.ExperimentalElement, (it, value) => it.ExperimentalElement = value)
        .One("date", it => it.DateElement, (it, value) => it.DateElement = value)
        .One("publisher", it => it.PublisherElement, (it, value) => it.PublisherElement = value)
        .List("contact", it => it.Contact, (it, value) => it.Contact = value!)
        .One("description", it => it.DescriptionElement, (it, value) => it.DescriptionElement = value)
        .List("useContext", it => it.UseContext, (it, value) => it.UseContext = value!)
        .List("jurisdiction", it => it.Jurisdiction, (it, value) => it.Jurisdiction = value!)
        .One("purpose", it => it.PurposeElement, (it, value) => it.PurposeElement = value)
        .One("copyright", it => it.CopyrightElement, (it, value) => it.CopyrightElement = value)
        .One("kind", it => it.KindElement, (it, value) => it.KindElement = value)
        .List("instantiates", it => it.InstantiatesElement, (it, value) => it.InstantiatesElement = value!)
        .One("software", it => it.Software, (it, value) => it.Software = value)
        .One("implementation", it => it.Implementation, (it, value) => it.Implementation = value)
        .One("fhirVersion", it => it.FhirVersionElement, (it, value) => it.FhirVersionElement = value)
        .One("acceptUnknown", it => it.AcceptUnknownElement, (it, value) => it.AcceptUnknownElement = value)
        .List("format", it => it.FormatElement, (it, value) => it.FormatElement = value!)
        .List("patchFormat", it => it.PatchFormatElement, (it, value) => it.PatchFormatElement = value!)
        .List("implementationGuide", it => it.ImplementationGuideElement, (it, value) => it.ImplementationGuideElement = value!)
        .List("profile", it => it.Profile, (it, value) => it.Profile = value!)
        .List("rest", it => it.Rest, (it, value) => it.Rest = value!)
        .List("messaging", it => it.Messaging, (it, value) => it.Messaging = value!)
        .List("document", it => it.Document, (it, value) => it.Document = value!);

    public override string TypeName => "CapabilityStatement";

    [FhirElement("url", Order = 90, InSummary = true)]
    public FhirUri? UrlElement { get; set; }

    public string? Url { get => UrlElement?.Value; set => UrlElement = value is null ? null : new(value); }

    [FhirElement("version", Order = 100, InSummary = true)]
    public FhirString? VersionElement { get; set; }

    public string? Version { get => VersionElement?.Value; set => VersionElement = value is null ? null : new(value); }

    [FhirElement("name", Order = 110, InSummary = true)]
    public FhirString? NameElement { get; set; }

    public string? Name { get => NameElement?.Value; set => NameElement = value is null ? null : new(value); }

    [FhirElement("title", Order = 120, InSummary = true)]
    public FhirString? TitleElement { get; set; }

    public string? Title { get => TitleElement?.Value; set => TitleElement = value is null ? null : new(value); }

    [FhirElement("status", Order = 130, InSummary = true, IsModifier = true)]
    [Cardinality(Min = 1, Max = 1)]
    [Binding("PublicationStatus")]
    public Code<PublicationStatus>? StatusElement { get; set; }

    public PublicationStatus? Status { get => StatusElement?.Value; set => StatusElement = value is null ? null : new(value); }

    [FhirElement("experimental", Order = 140, InSummary = true, IsModifier = true)]
    public FhirBoolean? ExperimentalElement { get; set; }

    public bool? Experimental { get => ExperimentalElement?.Value; set => ExperimentalElement = value is null ? null : new(value); }

    [FhirElement("date", Order = 150, InSummary = true)]
    [Cardinality(Min = 1, Max = 1)]
    public FhirDateTime? DateElement { get; set; }

    public string? Date { get => DateElement?.Value; set => DateElement = value is null ? null : new(value); }

    [FhirElement("publisher", Order = 160, InSummary = true)]
    public FhirString? PublisherElement { get; set; }

    public string? Publisher { get => PublisherElement?.Value; set => PublisherElement = value is null ? null : new(value); }

    [FhirElement("contact", Order = 170, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<ContactDetail> Contact { get => field ??= []; set; }

    [FhirElement("description", Order = 180, InSummary = true)]
    public Markdown? DescriptionElement { get; set; }

    public string? Description { get => DescriptionElement?.Value; set => DescriptionElement = value is null ? null : new(value); }

    [FhirElement("useContext", Order = 190, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<UsageContext> UseContext { get => field ??= []; set; }

    [FhirElement("jurisdiction", Order = 200, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<CodeableConcept> Jurisdiction { get => field ??= []; set; }

    [FhirElement("purpose", Order = 210)]
    public Markdown? PurposeElement { get; set; }

    public string? Purpose { get => PurposeElement?.Value; set => PurposeElement = value is null ? null : new(value); }

    [FhirElement("copyright", Order = 220, InSummary = true)]
    public Markdown? CopyrightElement { get; set; }

    public string? Copyright { get => CopyrightElement?.Value; set => CopyrightElement = value is null ? null : new(value); }

    [FhirElement("kind", Order = 230, InSummary = true)]
    [Cardinality(Min = 1, Max = 1)]
    [Binding("CapabilityStatementKind")]
    public Code<CapabilityStatementKind>? KindElement { get; set; }

    public CapabilityStatementKind? Kind { get => KindElement?.Value; set => KindElement = value is null ? null : new(value); }

    [FhirElement("instantiates", Order = 240, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<FhirUri> InstantiatesElement { get => field ??= []; set; }

    public IEnumerable<string?> Instantiates
    {
        get => InstantiatesElement.Select(element => element.Value);
        set => InstantiatesElement = [.. value.Select(item => new FhirUri(item))];
    }

    [FhirElement("software", Order = 250, InSummary = true)]
    public SoftwareComponent? Software { get; set; }

    [FhirElement("implementation", Order = 260, InSummary = true)]
    public ImplementationComponent? Implementation { get; set; }

    [FhirElement("fhirVersion", Order = 270, InSummary = true)]
    [Cardinality(Min = 1, Max = 1)]
    public Id? FhirVersionElement { get; set; }

    public string? FhirVersion { get => FhirVersionElement?.Value; set => FhirVersionElement = value is null ? null : new(value); }

    [FhirElement("acceptUnknown", Order = 280, InSummary = true)]
    [Cardinality(Min = 1, Max = 1)]
    [Binding("UnknownContentCode")]
    public Code<UnknownContentCode>? AcceptUnknownElement { get; set; }

    public UnknownContentCode? AcceptUnknown { get => AcceptUnknownElement?.Value; set => AcceptUnknownElement = value is null ? null : new(value); }

    [FhirElement("format", Order = 290, InSummary = true)]
    [Cardinality(Min = 1, Max = -1)]
    public List<Code> FormatElement { get => field ??= []; set; }

    public IEnumerable<string?> Format
    {
        get => FormatElement.Select(element => element.Value);
        set => FormatElement = [.. value.Select(item => new Code(item))];
    }

    [FhirElement("patchFormat", Order = 300, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<Code> PatchFormatElement { get => field ??= []; set; }

    public IEnumerable<string?> PatchFormat
    {
        get => PatchFormatElement.Select(element => element.Value);
        set => PatchFormatElement = [.. value.Select(item => new Code(item))];
    }

    [FhirElement("implementationGuide", Order = 310, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<FhirUri> ImplementationGuideElement { get => field ??= []; set; }

    public IEnumerable<string?> ImplementationGuide
    {
        get => ImplementationGuideElement.Select(element => element.Value);
        set => ImplementationGuideElement = [.. value.Select(item => new FhirUri(item))];
    }

    [FhirElement("profile", Order = 320, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    [References("StructureDefinition")]
    public List<ResourceReference> Profile { get => field ??= []; set; }

    [FhirElement("rest", Order = 330, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<RestComponent> Rest { get => field ??= []; set; }

    [FhirElement("messaging", Order = 340, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<MessagingComponent> Messaging { get => field ??= []; set; }

    [FhirElement("document", Order = 350, InSummary = true)]
    [Cardinality(Min = 0, Max = -1)]
    public List<DocumentComponent> Document { get => field ??= []; set; }

    private protected override ElementTable<CapabilityStatement> Elements => Table;
}
