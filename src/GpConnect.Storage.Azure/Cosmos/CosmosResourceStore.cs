using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Azure.Cosmos;

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

    /// <summary>
    /// Reads a record whether there is one or not, and several at once: how long an answer takes must not tell a patient who is
    /// hidden from one who is unknown.
    /// </summary>
    public async ValueTask<IdentifiedRecords> SearchAsync(string practice, string resourceType, string token, CancellationToken cancellation)
    {
        var entry = await FindAsync(practice, resourceType, token, cancellation);
        if (entry.Ids.Count == 0)
        {
            // No record can have a token as its id; and whatever came back, it would not be used.
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
