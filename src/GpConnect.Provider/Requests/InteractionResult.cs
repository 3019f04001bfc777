namespace GpConnect.Provider.Requests;

/// <summary>What an interaction found or did: canonical FHIR JSON, from which the response is composed in either format.</summary>
/// <param name="Resources">The resources whose data the request touched, as <c>Patient/17</c>, for the audit trail.</param>
internal sealed record InteractionResult(ReadOnlyMemory<byte> Json, IReadOnlyList<string> Resources)
{
    /// <summary>Version of the single resource in the body, for <c>ETag</c>; null for Bundles and metadata.</summary>
    public string? VersionId { get; init; }

    /// <summary>Path of that version below the service root, for <c>Content-Location</c>.</summary>
    public string? Location { get; init; }

    /// <summary>The response that was composed before a change was committed with its audit entry; null when nothing was changed.</summary>
    public FhirResponse? Committed { get; init; }
}
