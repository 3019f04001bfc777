namespace GpConnect.Functions.Storage.Cosmos;

/// <summary>The store on Cosmos DB: everything of a practice is one partition, every look-up is a point read (docs/storage.md).</summary>
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
