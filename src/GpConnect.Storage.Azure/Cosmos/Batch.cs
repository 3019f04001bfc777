using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Records;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>One transaction within a partition.</summary>
internal sealed class Batch(Container container, CosmosCalls calls, OwnEntries own, string partition)
{
    private static readonly TransactionalBatchItemRequestOptions WithoutContent = new() { EnableContentResponseOnWrite = false };

    private readonly TransactionalBatch batch = container.CreateTransactionalBatch(new PartitionKey(partition));
    private (string Id, AuditEntry Entry)? audit;

    /// <summary>Replaces the version of a document that has this tag; with a null tag the document must not exist yet.</summary>
    public void Write(string id, byte[] document, string? tag)
    {
        if (tag is null)
        {
            batch.CreateItemStream(new MemoryStream(document), WithoutContent);
        }
        else
        {
            batch.ReplaceItemStream(id, new MemoryStream(document), new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false, IfMatchEtag = tag });
        }
    }

    public void Upsert(byte[] document) => batch.UpsertItemStream(new MemoryStream(document), WithoutContent);

    /// <summary>Adds an audit entry, which waits in the partition until <see cref="AuditOutbox"/> moves it to the trail.</summary>
    public void Add(AuditEntry entry)
    {
        var id = DocumentIds.OfAudit();
        var owner = own.Owner;
        batch.CreateItemStream(new MemoryStream(Documents.Audit(id, partition, entry, owner)), WithoutContent);
        if (owner is not null)
        {
            audit = (id, entry);
        }
    }

    public async ValueTask<CommitResult> CommitAsync()
    {
        if (audit is not var (id, entry))
        {
            return await calls.WriteAsync(batch);
        }

        own.Announce(id);
        var isCommitted = false;
        try
        {
            var result = await calls.WriteAsync(batch);
            isCommitted = result == CommitResult.Committed;
            return result;
        }
        finally
        {
            if (isCommitted)
            {
                own.Add(id, new PartitionKey(partition), entry);
            }
            else
            {
                own.Forget(id);
            }
        }
    }
}
