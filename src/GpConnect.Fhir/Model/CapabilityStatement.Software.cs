using Hl7.Fhir.Introspection;

namespace Hl7.Fhir.Model;

public sealed partial class CapabilityStatement
{
    /// <summary>The software that the statement is about.</summary>
    [FhirType("CapabilityStatement.software", IsBackboneType = true)]
    public sealed class SoftwareComponent : Stu3Component<SoftwareComponent>
    {
        private static readonly ElementTable<SoftwareComponent> Table = new ElementTable<SoftwareComponent>()
            .One("name", it => it.NameElement, (it, value) => it.NameElement = value)
            .One("version", it => it.VersionElement, (it, value) => it.VersionElement = value)
            .One("releaseDate", it => it.ReleaseDateElement, (it, value) => it.ReleaseDateElement = value);

        public override string TypeName => "CapabilityStatement.software";

        [FhirElement("name", Order = 40, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        public FhirString? NameElement { get; set; }

        public string? Name { get => NameElement?.Value; set => NameElement = value is null ? null : new(value); }

        [FhirElement("version", Order = 50, InSummary = true)]
        public FhirString? VersionElement { get; set; }

        public string? Version { get => VersionElement?.Value; set => VersionElement = value is null ? null : new(value); }

        [FhirElement("releaseDate", Order = 60, InSummary = true)]
        public FhirDateTime? ReleaseDateElement { get; set; }

        public string? ReleaseDate { get => ReleaseDateElement?.Value; set => ReleaseDateElement = value is null ? null : new(value); }

        private protected override ElementTable<SoftwareComponent> Elements => Table;
    }

    /// <summary>The installation that the statement is about.</summary>
    [FhirType("CapabilityStatement.implementation", IsBackboneType = true)]
    public sealed class ImplementationComponent : Stu3Component<ImplementationComponent>
    {
        private static readonly ElementTable<ImplementationComponent> Table = new ElementTable<ImplementationComponent>()
            .One("description", it => it.DescriptionElement, (it, value) => it.DescriptionElement = value)
            .One("url", it => it.UrlElement, (it, value) => it.UrlElement = value);

        public override string TypeName => "CapabilityStatement.implementation";

        [FhirElement("description", Order = 40, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        public FhirString? DescriptionElement { get; set; }

        public string? Description { get => DescriptionElement?.Value; set => DescriptionElement = value is null ? null : new(value); }

        [FhirElement("url", Order = 50, InSummary = true)]
        public FhirUri? UrlElement { get; set; }

        public string? Url { get => UrlElement?.Value; set => UrlElement = value is null ? null : new(value); }

        private protected override ElementTable<ImplementationComponent> Elements => Table;
    }

    /// <summary>A kind of document that is produced or consumed.</summary>
    [FhirType("CapabilityStatement.document", IsBackboneType = true)]
    public sealed class DocumentComponent : Stu3Component<DocumentComponent>
    {
        private static readonly ElementTable<DocumentComponent> Table = new ElementTable<DocumentComponent>()
            .One("mode", it => it.ModeElement, (it, value) => it.ModeElement = value)
            .One("documentation", it => it.DocumentationElement, (it, value) => it.DocumentationElement = value)
            .One("profile", it => it.Profile, (it, value) => it.Profile = value);

        public override string TypeName => "CapabilityStatement.document";

        [FhirElement("mode", Order = 40, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        [Binding("DocumentMode")]
        public Code<DocumentMode>? ModeElement { get; set; }

        public DocumentMode? Mode { get => ModeElement?.Value; set => ModeElement = value is null ? null : new(value); }

        [FhirElement("documentation", Order = 50)]
        public FhirString? DocumentationElement { get; set; }

        public string? Documentation { get => DocumentationElement?.Value; set => DocumentationElement = value is null ? null : new(value); }

        [FhirElement("profile", Order = 60, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        [References("StructureDefinition")]
        public ResourceReference? Profile { get; set; }

        private protected override ElementTable<DocumentComponent> Elements => Table;
    }
}
