using GpConnect.Foundations.Audit;

namespace GpConnect.Foundations.Records;

/// <summary>
/// A store of FHIR resources, partitioned by practice. Reads see every change that was acknowledged before they began. A damaged
/// record causes a <see cref="CorruptRecordException"/>, an overloaded store a <see cref="StoreBusyException"/>, a lack of space a
/// <see cref="StoreFullException"/>, any other failure a <see cref="StoreUnavailableException"/>.
/// </summary>
internal interface IResourceStore
{
    /// <summary>The record, byte for byte as it was written; null if there is none.</summary>
    ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken cancellation);

    /// <summary>The index entry of an identifier, with any number of records; without records for an unknown identifier.</summary>
    ValueTask<IdentifierEntry> FindAsync(string practice, string resourceType, string token, CancellationToken cancellation);

    /// <summary>The index entry of an identifier and its records; one snapshot if the store supports that.</summary>
    async ValueTask<IdentifiedRecords> SearchAsync(string practice, string resourceType, string token, CancellationToken cancellation)
    {
        var entry = await FindAsync(practice, resourceType, token, cancellation);
        var records = new List<StoredRecord>(entry.Ids.Count);
        foreach (var id in entry.Ids)
        {
            if (await ReadAsync(new RecordKey(practice, resourceType, id), cancellation) is { } record)
            {
                records.Add(record);
            }
        }

        return new IdentifiedRecords(entry, records);
    }

    /// <summary>Applies the whole change or none of it.</summary>
    ValueTask<CommitResult> CommitAsync(StoreChange change, CancellationToken cancellation);
}

/// <param name="Token">See <see cref="IdentifierHashes"/>.</param>
/// <param name="Ids">Logical ids of the records that carry the identifier.</param>
/// <param name="Tag">The store's concurrency tag; null when there is no entry yet.</param>
internal sealed record IdentifierEntry(string ResourceType, string Token, IReadOnlyList<string> Ids, string? Tag);

/// <param name="Entry">The index entry as it was read; a change must replace exactly this version.</param>
/// <param name="Records">Those of its records that exist.</param>
internal sealed record IdentifiedRecords(IdentifierEntry Entry, IReadOnlyList<StoredRecord> Records);

/// <summary>
/// The changes of one request in one practice, as one transaction with its audit entry. Each record and entry is written only if its
/// tag still equals the stored one; a null tag means that it must not exist.
/// </summary>
internal sealed record StoreChange(
    string Practice,
    IReadOnlyList<StoredRecord> Records,
    IReadOnlyList<IdentifierEntry> Entries,
    AuditEntry? Audit);

internal enum CommitResult
{
    Committed,

    /// <summary>Another change to a record or an entry was committed first; nothing was written.</summary>
    Conflict,
}
