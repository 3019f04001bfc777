using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>The store on Cosmos DB: one partition for a practice's records, and a point read for every look-up (docs/storage.md).</summary>
internal sealed class CosmosResourceStore(CosmosDatabase database, CosmosCalls calls, OwnEntries own, DocumentIds ids) : IResourceStore
{
    public async ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken cancellation)
    {
        var document = await calls.ReadAsync(database.Records, key.Practice, ids.OfRecord(key), cancellation);
        return document is null ? null : Documents.Record(key, document);
    }

    public async ValueTask<IdentifierEntry> FindAsync(string practice, string resourceType, string token, CancellationToken cancellation)
    {
        var id = DocumentIds.OfIdentifier(resourceType, token);
        var document = await calls.ReadAsync(database.Records, practice, id, cancellation);
        return new IdentifierEntry(resourceType, token, document?.Texts("ids"u8) ?? [], document?.Tag);
    }

    /// <summary>
    /// Reads a record whether one exists or not, and several concurrently: the time of an answer must not distinguish a hidden
    /// patient from an unknown one.
    /// </summary>
    public async ValueTask<IdentifiedRecords> SearchAsync(string practice, string resourceType, string token, CancellationToken cancellation)
    {
        var entry = await FindAsync(practice, resourceType, token, cancellation);
        if (entry.Ids.Count == 0)
        {
            // No record can have a token as its id, and the result is discarded.
            await calls.ReadAsync(database.Records, practice, ids.OfRecord(new RecordKey(practice, resourceType, token)), cancellation);
            return new IdentifiedRecords(entry, []);
        }

        var records = await Task.WhenAll(entry.Ids.Select(id => ReadAsync(new RecordKey(practice, resourceType, id), cancellation).AsTask()));
        return new IdentifiedRecords(entry, [.. records.OfType<StoredRecord>()]);
    }

    public async ValueTask<CommitResult> CommitAsync(StoreChange change, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var batch = new Batch(database.Records, calls, own, change.Practice);
        foreach (var record in change.Records)
        {
            var id = ids.OfRecord(record.Key);
            batch.Write(id, Documents.Record(id, record), record.Tag);
        }

        foreach (var entry in change.Entries)
        {
            var id = DocumentIds.OfIdentifier(entry.ResourceType, entry.Token);
            batch.Write(id, Documents.Identifier(id, change.Practice, entry), entry.Tag);
        }

        if (change.Audit is not null)
        {
            batch.Add(change.Audit);
        }

        return await batch.CommitAsync();
    }
}
