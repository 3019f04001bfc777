using System.Collections.Frozen;

namespace GpConnect.Foundations.Interactions;

/// <summary>
/// Interaction ids that GP Connect publishes for capabilities that this provider does not offer. A request with one of them gets
/// 501 rather than the error for an unknown id (interactions.md C6).
/// </summary>
internal static class PublishedInteractions
{
    public static readonly FrozenSet<string> NotOffered = new[]
    {
        "urn:nhs:names:services:gpconnect:fhir:rest:read:metadata",
        "urn:nhs:names:services:gpconnect:fhir:rest:search:slot-1",
        "urn:nhs:names:services:gpconnect:fhir:rest:create:appointment-1",
        "urn:nhs:names:services:gpconnect:fhir:rest:read:appointment-1",
        "urn:nhs:names:services:gpconnect:fhir:rest:update:appointment-1",
        "urn:nhs:names:services:gpconnect:fhir:rest:cancel:appointment-1",
        "urn:nhs:names:services:gpconnect:fhir:rest:search:patient_appointments-1",
        "urn:nhs:names:services:gpconnect:fhir:rest:read:healthcareservice-1",
        "urn:nhs:names:services:gpconnect:fhir:rest:search:healthcareservice-1",
        "urn:nhs:names:services:gpconnect:fhir:operation:gpc.getcarerecord",
        "urn:nhs:names:services:gpconnect:fhir:operation:gpc.getcarerecord-1",
        "urn:nhs:names:services:gpconnect:fhir:operation:gpc.getstructuredrecord-1",
        "urn:nhs:names:services:gpconnect:fhir:operation:gpc.migratestructuredrecord-1",
        "urn:nhs:names:services:gpconnect:structured:fhir:rest:read:metadata-1",
        "urn:nhs:names:services:gpconnect:documents:fhir:rest:read:metadata-1",
        "urn:nhs:names:services:gpconnect:documents:fhir:rest:search:patient-1",
        "urn:nhs:names:services:gpconnect:documents:fhir:rest:search:documentreference-1",
        "urn:nhs:names:services:gpconnect:documents:fhir:rest:read:binary-1",
        "urn:nhs:names:services:gpconnect:documents:fhir:rest:migrate:binary-1",
    }.ToFrozenSet(StringComparer.Ordinal);
}
