using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>
/// The ids of documents. They appear in URLs and diagnostics of the account, and a caller may send any text as a logical id or
/// practice, so an id contains such a text only as a keyed hash.
/// </summary>
internal sealed class DocumentIds(IdentifierHashes tokens)
{
    /// <summary>Id of a practice's own document, and key of the partition that holds it.</summary>
    public string OfPractice(string odsCode) => $"practice.{tokens.Of("", "Practice", "id", odsCode)}";

    public string OfRecord(RecordKey key) => $"record.{key.ResourceType}.{tokens.Of(key.Practice, key.ResourceType, "id", key.Id)}";

    public static string OfIdentifier(string resourceType, string token) => $"identifier.{resourceType}.{token}";

    public static string OfAudit() => $"audit.{Guid.NewGuid():N}";
}
