using Hl7.Fhir.Introspection;

namespace Hl7.Fhir.Model;

public sealed partial class CapabilityStatement
{
    /// <summary>The messaging interface.</summary>
    [FhirType("CapabilityStatement.messaging", IsBackboneType = true)]
    public sealed class MessagingComponent : Stu3Component<MessagingComponent>
    {
        private static readonly ElementTable<MessagingComponent> Table = new ElementTable<MessagingComponent>()
            .List("endpoint", it => it.Endpoint, (it, value) => it.Endpoint = value!)
            .One("reliableCache", it => it.ReliableCacheElement, (it, value) => it.ReliableCacheElement = value)
            .One("documentation", it => it.DocumentationElement, (it, value) => it.DocumentationElement = value)
            .List("supportedMessage", it => it.SupportedMessage, (it, value) => it.SupportedMessage = value!)
            .List("event", it => it.Event, (it, value) => it.Event = value!);

        public override string TypeName => "CapabilityStatement.messaging";

        [FhirElement("endpoint", Order = 40)]
        [Cardinality(Min = 0, Max = -1)]
        public List<EndpointComponent> Endpoint { get => field ??= []; set; }

        [FhirElement("reliableCache", Order = 50)]
        public UnsignedInt? ReliableCacheElement { get; set; }

        public int? ReliableCache { get => ReliableCacheElement?.Value; set => ReliableCacheElement = value is null ? null : new(value); }

        [FhirElement("documentation", Order = 60)]
        public FhirString? DocumentationElement { get; set; }

        public string? Documentation { get => DocumentationElement?.Value; set => DocumentationElement = value is null ? null : new(value); }

        [FhirElement("supportedMessage", Order = 70, InSummary = true)]
        [Cardinality(Min = 0, Max = -1)]
        public List<SupportedMessageComponent> SupportedMessage { get => field ??= []; set; }

        [FhirElement("event", Order = 80, InSummary = true)]
        [Cardinality(Min = 0, Max = -1)]
        public List<EventComponent> Event { get => field ??= []; set; }

        private protected override ElementTable<MessagingComponent> Elements => Table;
    }

    /// <summary>Where messages are sent.</summary>
    [FhirType("CapabilityStatement.messaging.endpoint", IsBackboneType = true)]
    public sealed class EndpointComponent : Stu3Component<EndpointComponent>
    {
        private static readonly ElementTable<EndpointComponent> Table = new ElementTable<EndpointComponent>()
            .One("protocol", it => it.Protocol, (it, value) => it.Protocol = value)
            .One("address", it => it.AddressElement, (it, value) => it.AddressElement = value);

        public override string TypeName => "CapabilityStatement.messaging.endpoint";

        [FhirElement("protocol", Order = 40)]
        [Cardinality(Min = 1, Max = 1)]
        public Coding? Protocol { get; set; }

        [FhirElement("address", Order = 50)]
        [Cardinality(Min = 1, Max = 1)]
        public FhirUri? AddressElement { get; set; }

        public string? Address { get => AddressElement?.Value; set => AddressElement = value is null ? null : new(value); }

        private protected override ElementTable<EndpointComponent> Elements => Table;
    }

    /// <summary>A message by its definition.</summary>
    [FhirType("CapabilityStatement.messaging.supportedMessage", IsBackboneType = true)]
    public sealed class SupportedMessageComponent : Stu3Component<SupportedMessageComponent>
    {
        private static readonly ElementTable<SupportedMessageComponent> Table = new ElementTable<SupportedMessageComponent>()
            .One("mode", it => it.ModeElement, (it, value) => it.ModeElement = value)
            .One("definition", it => it.Definition, (it, value) => it.Definition = value);

        public override string TypeName => "CapabilityStatement.messaging.supportedMessage";

        [FhirElement("mode", Order = 40, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        [Binding("EventCapabilityMode")]
        public Code<EventCapabilityMode>? ModeElement { get; set; }

        public EventCapabilityMode? Mode { get => ModeElement?.Value; set => ModeElement = value is null ? null : new(value); }

        [FhirElement("definition", Order = 50, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        [References("MessageDefinition")]
        public ResourceReference? Definition { get; set; }

        private protected override ElementTable<SupportedMessageComponent> Elements => Table;
    }

    /// <summary>A message by its event.</summary>
    [FhirType("CapabilityStatement.messaging.event", IsBackboneType = true)]
    public sealed class EventComponent : Stu3Component<EventComponent>
    {
        private static readonly ElementTable<EventComponent> Table = new ElementTable<EventComponent>()
            .One("code", it => it.Code, (it, value) => it.Code = value)
            .One("category", it => it.CategoryElement, (it, value) => it.CategoryElement = value)
            .One("mode", it => it.ModeElement, (it, value) => it.ModeElement = value)
            .One("focus", it => it.FocusElement, (it, value) => it.FocusElement = value)
            .One("request", it => it.Request, (it, value) => it.Request = value)
            .One("response", it => it.Response, (it, value) => it.Response = value)
            .One("documentation", it => it.DocumentationElement, (it, value) => it.DocumentationElement = value);

        public override string TypeName => "CapabilityStatement.messaging.event";

        [FhirElement("code", Order = 40, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        public Coding? Code { get; set; }

        [FhirElement("category", Order = 50)]
        [Binding("MessageSignificanceCategory")]
        public Code<MessageSignificanceCategory>? CategoryElement { get; set; }

        public MessageSignificanceCategory? Category { get => CategoryElement?.Value; set => CategoryElement = value is null ? null : new(value); }

        [FhirElement("mode", Order = 60, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        [Binding("EventCapabilityMode")]
        public Code<EventCapabilityMode>? ModeElement { get; set; }

        public EventCapabilityMode? Mode { get => ModeElement?.Value; set => ModeElement = value is null ? null : new(value); }

        [FhirElement("focus", Order = 70, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        [Binding("ResourceType")]
        public Code<ResourceType>? FocusElement { get; set; }

        public ResourceType? Focus { get => FocusElement?.Value; set => FocusElement = value is null ? null : new(value); }

        [FhirElement("request", Order = 80, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        [References("StructureDefinition")]
        public ResourceReference? Request { get; set; }

        [FhirElement("response", Order = 90, InSummary = true)]
        [Cardinality(Min = 1, Max = 1)]
        [References("StructureDefinition")]
        public ResourceReference? Response { get; set; }

        [FhirElement("documentation", Order = 100)]
        public FhirString? DocumentationElement { get; set; }

        public string? Documentation { get => DocumentationElement?.Value; set => DocumentationElement = value is null ? null : new(value); }

        private protected override ElementTable<EventComponent> Elements => Table;
    }
}
