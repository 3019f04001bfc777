namespace GpConnect.Foundations.Records;

/// <summary>Names one record: logical ids are unique per practice and resource type, and case-sensitive.</summary>
internal readonly record struct RecordKey(string Practice, string ResourceType, string Id)
{
    /// <summary>The relative reference, such as <c>Patient/17</c>.</summary>
    public string Reference => $"{ResourceType}/{Id}";
}

/// <summary>
/// A resource as it is stored: the canonical FHIR JSON that callers receive, byte for byte, and the envelope that they never see.
/// </summary>
/// <param name="Tag">The store's concurrency tag of this version; null for a record that is not stored yet.</param>
internal sealed record StoredRecord(RecordKey Key, Envelope Envelope, ReadOnlyMemory<byte> Body, string? Tag = null);
