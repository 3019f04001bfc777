using Hl7.Fhir.Introspection;

namespace Hl7.Fhir.Model;

public sealed partial class CapabilityStatement
{
    /// <summary>The interactions offered for one type of resource.</summary>
    [FhirType("CapabilityStatement.rest.resource", IsBackboneType = true)]
    public sealed class ResourceComponent : Stu3Component<ResourceComponent>
    {
        private static readonly ElementTable<ResourceComponent> Table = new ElementTable<ResourceComponent>()
            .One("type", it => it.TypeElement, (it, value) => it.TypeElement = value)
            .One("profile", it => it.Profile, (it, value) => it.Profile = value)
            .One("documentation", it => it.DocumentationElement, (it, value) => it.DocumentationElement = value)
            .List("interaction", it => it.Interaction, (it, value) => it.Interaction = value!)
            .One("versioning", it => it.VersioningElement, (it, value) => it.VersioningElement = value)
            .One("readHistory", it => it.ReadHistoryElement, (it, value) => it.ReadHistoryElement = value)
            .One("updateCreate", it => it.UpdateCreateElement, (it, value) => it.UpdateCreateElement = value)
            .One("conditionalCreate", it => it.ConditionalCreateElement, (it, value) => it.ConditionalCreateElement = value)
            .One("conditionalRead", it => it.ConditionalReadElement, (it, value) => it.ConditionalReadElement = value)
            .One("conditionalUpdate", it => it.ConditionalUpdateElement, (it, value) => it.ConditionalUpdateElement = value)
            .One("conditionalDelete", it => it.ConditionalDeleteElement, (it, value) => it.ConditionalDeleteElement = value)
            .List("referencePolicy", it => it.ReferencePolicyElement, (it, value) => it.ReferencePolicyElement = value!)
            .List("searchInclude", it => it.SearchIncludeElement, (it, value) => it.SearchIncludeElement = value!)
            .List("searchRevInclude", it => it.SearchRevIncludeElement, (it, value) => it.SearchRevIncludeElement = value!)
            .List("searchParam", it => it.SearchParam, (it, value) => it.SearchParam = value!);

        public override string TypeName => "CapabilityStatement.rest.resource";

        [FhirElement("type", Order = 40, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        [Binding("ResourceType")]
        public Code<ResourceType>? TypeElement { get; set; }

        public ResourceType? Type { get => TypeElement?.Value; set => TypeElement = value is null ? null : new(value); }

        [FhirElement("profile", Order = 50, InSummary = true)]
        [References("StructureDefinition")]
        public ResourceReference? Profile { get; set; }

        [FhirElement("documentation", Order = 60)]
        public Markdown? DocumentationElement { get; set; }

        public string? Documentation { get => DocumentationElement?.Value; set => DocumentationElement = value is null ? null : new(value); }

        [FhirElement("interaction", Order = 70)]
        [Cardinality(Min = 1, Max = -1)]
        public List<ResourceInteractionComponent> Interaction { get => field ??= []; set; }

        [FhirElement("versioning", Order = 80)]
        [Binding("ResourceVersionPolicy")]
        public Code<ResourceVersionPolicy>? VersioningElement { get; set; }

        public ResourceVersionPolicy? Versioning { get => VersioningElement?.Value; set => VersioningElement = value is null ? null : new(value); }

        [FhirElement("readHistory", Order = 90)]
        public FhirBoolean? ReadHistoryElement { get; set; }

        public bool? ReadHistory { get => ReadHistoryElement?.Value; set => ReadHistoryElement = value is null ? null : new(value); }

        [FhirElement("updateCreate", Order = 100)]
        public FhirBoolean? UpdateCreateElement { get; set; }

        public bool? UpdateCreate { get => UpdateCreateElement?.Value; set => UpdateCreateElement = value is null ? null : new(value); }

        [FhirElement("conditionalCreate", Order = 110)]
        public FhirBoolean? ConditionalCreateElement { get; set; }

        public bool? ConditionalCreate { get => ConditionalCreateElement?.Value; set => ConditionalCreateElement = value is null ? null : new(value); }

        [FhirElement("conditionalRead", Order = 120)]
        [Binding("ConditionalReadStatus")]
        public Code<ConditionalReadStatus>? ConditionalReadElement { get; set; }

        public ConditionalReadStatus? ConditionalRead { get => ConditionalReadElement?.Value; set => ConditionalReadElement = value is null ? null : new(value); }

        [FhirElement("conditionalUpdate", Order = 130)]
        public FhirBoolean? ConditionalUpdateElement { get; set; }

        public bool? ConditionalUpdate { get => ConditionalUpdateElement?.Value; set => ConditionalUpdateElement = value is null ? null : new(value); }

        [FhirElement("conditionalDelete", Order = 140)]
        [Binding("ConditionalDeleteStatus")]
        public Code<ConditionalDeleteStatus>? ConditionalDeleteElement { get; set; }

        public ConditionalDeleteStatus? ConditionalDelete { get => ConditionalDeleteElement?.Value; set => ConditionalDeleteElement = value is null ? null : new(value); }

        [FhirElement("referencePolicy", Order = 150)]
        [Cardinality(Min = 0, Max = -1)]
        [Binding("ReferenceHandlingPolicy")]
        public List<Code<ReferenceHandlingPolicy>> ReferencePolicyElement { get => field ??= []; set; }

        public IEnumerable<ReferenceHandlingPolicy?> ReferencePolicy
        {
            get => ReferencePolicyElement.Select(element => element.Value);
            set => ReferencePolicyElement = [.. value.Select(item => new Code<ReferenceHandlingPolicy>(item))];
        }

        [FhirElement("searchInclude", Order = 160)]
        [Cardinality(Min = 0, Max = -1)]
        public List<FhirString> SearchIncludeElement { get => field ??= []; set; }

        public IEnumerable<string?> SearchInclude
        {
            get => SearchIncludeElement.Select(element => element.Value);
            set => SearchIncludeElement = [.. value.Select(item => new FhirString(item))];
        }

        [FhirElement("searchRevInclude", Order = 170)]
        [Cardinality(Min = 0, Max = -1)]
        public List<FhirString> SearchRevIncludeElement { get => field ??= []; set; }

        public IEnumerable<string?> SearchRevInclude
        {
            get => SearchRevIncludeElement.Select(element => element.Value);
            set => SearchRevIncludeElement = [.. value.Select(item => new FhirString(item))];
        }

        [FhirElement("searchParam", Order = 180)]
        [Cardinality(Min = 0, Max = -1)]
        public List<SearchParamComponent> SearchParam { get => field ??= []; set; }

        private protected override ElementTable<ResourceComponent> Elements => Table;
    }

    /// <summary>An interaction with one type of resource.</summary>
    [FhirType("CapabilityStatement.rest.resource.interaction", IsBackboneType = true)]
    public sealed class ResourceInteractionComponent : Stu3Component<ResourceInteractionComponent>
    {
        private static readonly ElementTable<ResourceInteractionComponent> Table = new ElementTable<ResourceInteractionComponent>()
            .One("code", it => it.CodeElement, (it, value) => it.CodeElement = value)
            .One("documentation", it => it.DocumentationElement, (it, value) => it.DocumentationElement = value);

        public override string TypeName => "CapabilityStatement.rest.resource.interaction";

        [FhirElement("code", Order = 40)]
        [Cardinality(Min = 1, Max = 1)]
        [Binding("TypeRestfulInteraction")]
        public Code<TypeRestfulInteraction>? CodeElement { get; set; }

        public TypeRestfulInteraction? Code { get => CodeElement?.Value; set => CodeElement = value is null ? null : new(value); }

        [FhirElement("documentation", Order = 50)]
        public FhirString? DocumentationElement { get; set; }

        public string? Documentation { get => DocumentationElement?.Value; set => DocumentationElement = value is null ? null : new(value); }

        private protected override ElementTable<ResourceInteractionComponent> Elements => Table;
    }

    /// <summary>A search parameter.</summary>
    [FhirType("CapabilityStatement.rest.resource.searchParam", IsBackboneType = true)]
    public sealed class SearchParamComponent : Stu3Component<SearchParamComponent>
    {
        private static readonly ElementTable<SearchParamComponent> Table = new ElementTable<SearchParamComponent>()
            .One("name", it => it.NameElement, (it, value) => it.NameElement = value)
            .One("definition", it => it.DefinitionElement, (it, value) => it.DefinitionElement = value)
            .One("type", it => it.TypeElement, (it, value) => it.TypeElement = value)
            .One("documentation", it => it.DocumentationElement, (it, value) => it.DocumentationElement = value);

        public override string TypeName => "CapabilityStatement.rest.resource.searchParam";

        [FhirElement("name", Order = 40)]
        [Cardinality(Min = 1, Max = 1)]
        public FhirString? NameElement { get; set; }

        public string? Name { get => NameElement?.Value; set => NameElement = value is null ? null : new(value); }

        [FhirElement("definition", Order = 50)]
        public FhirUri? DefinitionElement { get; set; }

        public string? Definition { get => DefinitionElement?.Value; set => DefinitionElement = value is null ? null : new(value); }

        [FhirElement("type", Order = 60)]
        [Cardinality(Min = 1, Max = 1)]
        [Binding("SearchParamType")]
        public Code<SearchParamType>? TypeElement { get; set; }

        public SearchParamType? Type { get => TypeElement?.Value; set => TypeElement = value is null ? null : new(value); }

        [FhirElement("documentation", Order = 70)]
        public FhirString? DocumentationElement { get; set; }

        public string? Documentation { get => DocumentationElement?.Value; set => DocumentationElement = value is null ? null : new(value); }

        private protected override ElementTable<SearchParamComponent> Elements => Table;
    }
}
