using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>
/// The ids of documents. They turn up in URLs and diagnostics of the account, and callers may ask for anything as a logical
/// id or practice, so what a caller chose is in them only as a keyed hash.
/// </summary>
internal sealed class DocumentIds(IdentifierHashes tokens)
{
    /// <summary>Id of a practice's own document, and of the partition that it has to itself.</summary>
    public string OfPractice(string odsCode) => $"practice.{tokens.Of("", "Practice", "id", odsCode)}";

    public string OfRecord(RecordKey key) => $"record.{key.ResourceType}.{tokens.Of(key.Practice, key.ResourceType, "id", key.Id)}";

    public static string OfIdentifier(string resourceType, string token) => $"identifier.{resourceType}.{token}";

    public static string OfAudit() => $"audit.{Guid.NewGuid():N}";
}
