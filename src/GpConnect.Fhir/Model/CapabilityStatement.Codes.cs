using Hl7.Fhir.Utility;

namespace Hl7.Fhir.Model;

public sealed partial class CapabilityStatement
{
    /// <summary>What a statement describes.</summary>
    [FhirEnumeration("CapabilityStatementKind", "http://hl7.org/fhir/ValueSet/capability-statement-kind", "http://hl7.org/fhir/capability-statement-kind")]
    public enum CapabilityStatementKind
    {
        [EnumLiteral("instance", "http://hl7.org/fhir/capability-statement-kind")]
        Instance,

        [EnumLiteral("capability", "http://hl7.org/fhir/capability-statement-kind")]
        Capability,

        [EnumLiteral("requirements", "http://hl7.org/fhir/capability-statement-kind")]
        Requirements,
    }

    /// <summary>Which unknown content a server accepts.</summary>
    [FhirEnumeration("UnknownContentCode", "http://hl7.org/fhir/ValueSet/unknown-content-code", "http://hl7.org/fhir/unknown-content-code")]
    public enum UnknownContentCode
    {
        [EnumLiteral("no", "http://hl7.org/fhir/unknown-content-code")]
        No,

        [EnumLiteral("extensions", "http://hl7.org/fhir/unknown-content-code")]
        Extensions,

        [EnumLiteral("elements", "http://hl7.org/fhir/unknown-content-code")]
        Elements,

        [EnumLiteral("both", "http://hl7.org/fhir/unknown-content-code")]
        Both,
    }

    /// <summary>The described side of the interface.</summary>
    [FhirEnumeration("RestfulCapabilityMode", "http://hl7.org/fhir/ValueSet/restful-capability-mode", "http://hl7.org/fhir/restful-capability-mode")]
    public enum RestfulCapabilityMode
    {
        [EnumLiteral("client", "http://hl7.org/fhir/restful-capability-mode")]
        Client,

        [EnumLiteral("server", "http://hl7.org/fhir/restful-capability-mode")]
        Server,
    }

    /// <summary>Interactions with one type of resource.</summary>
    [FhirEnumeration("TypeRestfulInteraction", "http://hl7.org/fhir/ValueSet/type-restful-interaction", "http://hl7.org/fhir/restful-interaction")]
    public enum TypeRestfulInteraction
    {
        [EnumLiteral("read", "http://hl7.org/fhir/restful-interaction")]
        Read,

        [EnumLiteral("vread", "http://hl7.org/fhir/restful-interaction")]
        Vread,

        [EnumLiteral("update", "http://hl7.org/fhir/restful-interaction")]
        Update,

        [EnumLiteral("patch", "http://hl7.org/fhir/restful-interaction")]
        Patch,

        [EnumLiteral("delete", "http://hl7.org/fhir/restful-interaction")]
        Delete,

        [EnumLiteral("history-instance", "http://hl7.org/fhir/restful-interaction")]
        HistoryInstance,

        [EnumLiteral("history-type", "http://hl7.org/fhir/restful-interaction")]
        HistoryType,

        [EnumLiteral("create", "http://hl7.org/fhir/restful-interaction")]
        Create,

        [EnumLiteral("search-type", "http://hl7.org/fhir/restful-interaction")]
        SearchType,
    }

    /// <summary>Interactions with the whole system.</summary>
    [FhirEnumeration("SystemRestfulInteraction", "http://hl7.org/fhir/ValueSet/system-restful-interaction", "http://hl7.org/fhir/restful-interaction")]
    public enum SystemRestfulInteraction
    {
        [EnumLiteral("transaction", "http://hl7.org/fhir/restful-interaction")]
        Transaction,

        [EnumLiteral("batch", "http://hl7.org/fhir/restful-interaction")]
        Batch,

        [EnumLiteral("search-system", "http://hl7.org/fhir/restful-interaction")]
        SearchSystem,

        [EnumLiteral("history-system", "http://hl7.org/fhir/restful-interaction")]
        HistorySystem,
    }

    /// <summary>How versions are supported.</summary>
    [FhirEnumeration("ResourceVersionPolicy", "http://hl7.org/fhir/ValueSet/versioning-policy", "http://hl7.org/fhir/versioning-policy")]
    public enum ResourceVersionPolicy
    {
        [EnumLiteral("no-version", "http://hl7.org/fhir/versioning-policy")]
        NoVersion,

        [EnumLiteral("versioned", "http://hl7.org/fhir/versioning-policy")]
        Versioned,

        [EnumLiteral("versioned-update", "http://hl7.org/fhir/versioning-policy")]
        VersionedUpdate,
    }

    /// <summary>Support of conditional reads.</summary>
    [FhirEnumeration("ConditionalReadStatus", "http://hl7.org/fhir/ValueSet/conditional-read-status", "http://hl7.org/fhir/conditional-read-status")]
    public enum ConditionalReadStatus
    {
        [EnumLiteral("not-supported", "http://hl7.org/fhir/conditional-read-status")]
        NotSupported,

        [EnumLiteral("modified-since", "http://hl7.org/fhir/conditional-read-status")]
        ModifiedSince,

        [EnumLiteral("not-match", "http://hl7.org/fhir/conditional-read-status")]
        NotMatch,

        [EnumLiteral("full-support", "http://hl7.org/fhir/conditional-read-status")]
        FullSupport,
    }

    /// <summary>Support of conditional deletes.</summary>
    [FhirEnumeration("ConditionalDeleteStatus", "http://hl7.org/fhir/ValueSet/conditional-delete-status", "http://hl7.org/fhir/conditional-delete-status")]
    public enum ConditionalDeleteStatus
    {
        [EnumLiteral("not-supported", "http://hl7.org/fhir/conditional-delete-status")]
        NotSupported,

        [EnumLiteral("single", "http://hl7.org/fhir/conditional-delete-status")]
        Single,

        [EnumLiteral("multiple", "http://hl7.org/fhir/conditional-delete-status")]
        Multiple,
    }

    /// <summary>How references are handled.</summary>
    [FhirEnumeration("ReferenceHandlingPolicy", "http://hl7.org/fhir/ValueSet/reference-handling-policy", "http://hl7.org/fhir/reference-handling-policy")]
    public enum ReferenceHandlingPolicy
    {
        [EnumLiteral("literal", "http://hl7.org/fhir/reference-handling-policy")]
        Literal,

        [EnumLiteral("logical", "http://hl7.org/fhir/reference-handling-policy")]
        Logical,

        [EnumLiteral("resolves", "http://hl7.org/fhir/reference-handling-policy")]
        Resolves,

        [EnumLiteral("enforced", "http://hl7.org/fhir/reference-handling-policy")]
        Enforced,

        [EnumLiteral("local", "http://hl7.org/fhir/reference-handling-policy")]
        Local,
    }

    /// <summary>The side of a message.</summary>
    [FhirEnumeration("EventCapabilityMode", "http://hl7.org/fhir/ValueSet/event-capability-mode", "http://hl7.org/fhir/event-capability-mode")]
    public enum EventCapabilityMode
    {
        [EnumLiteral("sender", "http://hl7.org/fhir/event-capability-mode")]
        Sender,

        [EnumLiteral("receiver", "http://hl7.org/fhir/event-capability-mode")]
        Receiver,
    }

    /// <summary>The side of a document.</summary>
    [FhirEnumeration("DocumentMode", "http://hl7.org/fhir/ValueSet/document-mode", "http://hl7.org/fhir/document-mode")]
    public enum DocumentMode
    {
        [EnumLiteral("producer", "http://hl7.org/fhir/document-mode")]
        Producer,

        [EnumLiteral("consumer", "http://hl7.org/fhir/document-mode")]
        Consumer,
    }

    /// <summary>The impact of a message.</summary>
    [FhirEnumeration("MessageSignificanceCategory", "http://hl7.org/fhir/ValueSet/message-significance-category", "http://hl7.org/fhir/message-significance-category")]
    public enum MessageSignificanceCategory
    {
        [EnumLiteral("Consequence", "http://hl7.org/fhir/message-significance-category")]
        Consequence,

        [EnumLiteral("Currency", "http://hl7.org/fhir/message-significance-category")]
        Currency,

        [EnumLiteral("Notification", "http://hl7.org/fhir/message-significance-category")]
        Notification,
    }
}
