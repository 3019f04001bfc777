using GpConnect.Foundations.Audit;

namespace GpConnect.Foundations.Records;

/// <summary>
/// A store of FHIR resources, partitioned by practice. Reads see every change that was acknowledged before they began.
/// A damaged record is a <see cref="CorruptRecordException"/>, an overloaded store a <see cref="StoreBusyException"/>,
/// one without space a <see cref="StoreFullException"/>,
/// one that fails a <see cref="StoreUnavailableException"/>.
/// </summary>
internal interface IResourceStore
{
    /// <summary>The record, byte for byte as it was written, or null.</summary>
    ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken cancellation);

    /// <summary>The records that an identifier leads to; several are possible, an unknown one leads to none.</summary>
    ValueTask<IdentifierEntry> FindAsync(string practice, string resourceType, string token, CancellationToken cancellation);

    /// <summary>The entry of an identifier with its records, as they are at one moment in a store that can tell.</summary>
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

    /// <summary>Applies the whole change or nothing of it.</summary>
    ValueTask<CommitResult> CommitAsync(StoreChange change, CancellationToken cancellation);
}

/// <param name="Token">See <see cref="IdentifierHashes"/>.</param>
/// <param name="Ids">Logical ids of the records that carry the identifier.</param>
/// <param name="Tag">The store's concurrency tag; null when there is no entry yet.</param>
internal sealed record IdentifierEntry(string ResourceType, string Token, IReadOnlyList<string> Ids, string? Tag);

/// <param name="Entry">The index entry as it was read; a change has to replace exactly this one.</param>
/// <param name="Records">Those of its records that are there.</param>
internal sealed record IdentifiedRecords(IdentifierEntry Entry, IReadOnlyList<StoredRecord> Records);

/// <summary>
/// What one call changes in one practice, as one transaction with its audit entry. Each record and entry is written
/// only if its tag is still the stored one; a null tag means that it must not exist.
/// </summary>
internal sealed record StoreChange(
    string Practice,
    IReadOnlyList<StoredRecord> Records,
    IReadOnlyList<IdentifierEntry> Entries,
    AuditEntry? Audit);

internal enum CommitResult
{
    Committed,

    /// <summary>Somebody else changed a record or an entry first; nothing was written.</summary>
    Conflict,
}
