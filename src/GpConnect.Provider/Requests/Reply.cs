namespace GpConnect.Provider.Requests;

/// <summary>A successful answer: canonical FHIR JSON, which the writer turns into XML where that was asked for.</summary>
/// <param name="VersionId">Version of the single resource in the body, for <c>ETag</c>; null for Bundles and metadata.</param>
/// <param name="Location">Path of that version below the service root, for <c>Content-Location</c>.</param>
internal sealed record Reply(ReadOnlyMemory<byte> Json, string? VersionId = null, string? Location = null)
{
    /// <summary>The response, where it had to be composed before a change was committed; otherwise null.</summary>
    public Answer? Composed { get; init; }
}
