using Hl7.Fhir.Introspection;

namespace Hl7.Fhir.Model;

public sealed partial class CapabilityStatement
{
    /// <summary>The REST interface.</summary>
    [FhirType("CapabilityStatement.rest", IsBackboneType = true)]
    public sealed class RestComponent : Stu3Component<RestComponent>
    {
        private static readonly ElementTable<RestComponent> Table = new ElementTable<RestComponent>()
            .One("mode", it => it.ModeElement, (it, value) => it.ModeElement = value)
            .One("documentation", it => it.DocumentationElement, (it, value) => it.DocumentationElement = value)
            .One("security", it => it.Security, (it, value) => it.Security = value)
            .List("resource", it => it.Resource, (it, value) => it.Resource = value!)
            .List("interaction", it => it.Interaction, (it, value) => it.Interaction = value!)
            .List("searchParam", it => it.SearchParam, (it, value) => it.SearchParam = value!)
            .List("operation", it => it.Operation, (it, value) => it.Operation = value!)
            .List("compartment", it => it.CompartmentElement, (it, value) => it.CompartmentElement = value!);

        public override string TypeName => "CapabilityStatement.rest";

        [FhirElement("mode", Order = 40, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        [Binding("RestfulCapabilityMode")]
        public Code<RestfulCapabilityMode>? ModeElement { get; set; }

        public RestfulCapabilityMode? Mode { get => ModeElement?.Value; set => ModeElement = value is null ? null : new(value); }

        [FhirElement("documentation", Order = 50)]
        public FhirString? DocumentationElement { get; set; }

        public string? Documentation { get => DocumentationElement?.Value; set => DocumentationElement = value is null ? null : new(value); }

        [FhirElement("security", Order = 60, InSummary = true)]
        public SecurityComponent? Security { get; set; }

        [FhirElement("resource", Order = 70, InSummary = true)]
        [Cardinality(Min = 0, Max = -1)]
        public List<ResourceComponent> Resource { get => field ??= []; set; }

        [FhirElement("interaction", Order = 80)]
        [Cardinality(Min = 0, Max = -1)]
        public List<SystemInteractionComponent> Interaction { get => field ??= []; set; }

        [FhirElement("searchParam", Order = 90)]
        [Cardinality(Min = 0, Max = -1)]
        public List<SearchParamComponent> SearchParam { get => field ??= []; set; }

        [FhirElement("operation", Order = 100, InSummary = true)]
        [Cardinality(Min = 0, Max = -1)]
        public List<OperationComponent> Operation { get => field ??= []; set; }

        [FhirElement("compartment", Order = 110)]
        [Cardinality(Min = 0, Max = -1)]
        public List<FhirUri> CompartmentElement { get => field ??= []; set; }

        public IEnumerable<string?> Compartment
        {
            get => CompartmentElement.Select(element => element.Value);
            set => CompartmentElement = [.. value.Select(item => new FhirUri(item))];
        }

        private protected override ElementTable<RestComponent> Elements => Table;
    }

    /// <summary>How the interface is secured.</summary>
    [FhirType("CapabilityStatement.rest.security", IsBackboneType = true)]
    public sealed class SecurityComponent : Stu3Component<SecurityComponent>
    {
        private static readonly ElementTable<SecurityComponent> Table = new ElementTable<SecurityComponent>()
            .One("cors", it => it.CorsElement, (it, value) => it.CorsElement = value)
            .List("service", it => it.Service, (it, value) => it.Service = value!)
            .One("description", it => it.DescriptionElement, (it, value) => it.DescriptionElement = value)
            .List("certificate", it => it.Certificate, (it, value) => it.Certificate = value!);

        public override string TypeName => "CapabilityStatement.rest.security";

        [FhirElement("cors", Order = 40, InSummary = true)]
        public FhirBoolean? CorsElement { get; set; }

        public bool? Cors { get => CorsElement?.Value; set => CorsElement = value is null ? null : new(value); }

        [FhirElement("service", Order = 50, InSummary = true)]
        [Cardinality(Min = 0, Max = -1)]
        public List<CodeableConcept> Service { get => field ??= []; set; }

        [FhirElement("description", Order = 60)]
        public FhirString? DescriptionElement { get; set; }

        public string? Description { get => DescriptionElement?.Value; set => DescriptionElement = value is null ? null : new(value); }

        [FhirElement("certificate", Order = 70)]
        [Cardinality(Min = 0, Max = -1)]
        public List<CertificateComponent> Certificate { get => field ??= []; set; }

        private protected override ElementTable<SecurityComponent> Elements => Table;
    }

    /// <summary>A certificate of the server.</summary>
    [FhirType("CapabilityStatement.rest.security.certificate", IsBackboneType = true)]
    public sealed class CertificateComponent : Stu3Component<CertificateComponent>
    {
        private static readonly ElementTable<CertificateComponent> Table = new ElementTable<CertificateComponent>()
            .One("type", it => it.TypeElement, (it, value) => it.TypeElement = value)
            .One("blob", it => it.BlobElement, (it, value) => it.BlobElement = value);

        public override string TypeName => "CapabilityStatement.rest.security.certificate";

        [FhirElement("type", Order = 40)]
        public Code? TypeElement { get; set; }

        public string? Type { get => TypeElement?.Value; set => TypeElement = value is null ? null : new(value); }

        [FhirElement("blob", Order = 50)]
        public Base64Binary? BlobElement { get; set; }

        public byte[]? Blob { get => BlobElement?.Value; set => BlobElement = value is null ? null : new(value); }

        private protected override ElementTable<CertificateComponent> Elements => Table;
    }

    /// <summary>An interaction with the whole system.</summary>
    [FhirType("CapabilityStatement.rest.interaction", IsBackboneType = true)]
    public sealed class SystemInteractionComponent : Stu3Component<SystemInteractionComponent>
    {
        private static readonly ElementTable<SystemInteractionComponent> Table = new ElementTable<SystemInteractionComponent>()
            .One("code", it => it.CodeElement, (it, value) => it.CodeElement = value)
            .One("documentation", it => it.DocumentationElement, (it, value) => it.DocumentationElement = value);

        public override string TypeName => "CapabilityStatement.rest.interaction";

        [FhirElement("code", Order = 40)]
        [Cardinality(Min = 1, Max = 1)]
        [Binding("SystemRestfulInteraction")]
        public Code<SystemRestfulInteraction>? CodeElement { get; set; }

        public SystemRestfulInteraction? Code { get => CodeElement?.Value; set => CodeElement = value is null ? null : new(value); }

        [FhirElement("documentation", Order = 50)]
        public FhirString? DocumentationElement { get; set; }

        public string? Documentation { get => DocumentationElement?.Value; set => DocumentationElement = value is null ? null : new(value); }

        private protected override ElementTable<SystemInteractionComponent> Elements => Table;
    }

    /// <summary>An operation and its definition.</summary>
    [FhirType("CapabilityStatement.rest.operation", IsBackboneType = true)]
    public sealed class OperationComponent : Stu3Component<OperationComponent>
    {
        private static readonly ElementTable<OperationComponent> Table = new ElementTable<OperationComponent>()
            .One("name", it => it.NameElement, (it, value) => it.NameElement = value)
            .One("definition", it => it.Definition, (it, value) => it.Definition = value);

        public override string TypeName => "CapabilityStatement.rest.operation";

        [FhirElement("name", Order = 40, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        public FhirString? NameElement { get; set; }

        public string? Name { get => NameElement?.Value; set => NameElement = value is null ? null : new(value); }

        [FhirElement("definition", Order = 50, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        [References("OperationDefinition")]
        public ResourceReference? Definition { get; set; }

        private protected override ElementTable<OperationComponent> Elements => Table;
    }
}
