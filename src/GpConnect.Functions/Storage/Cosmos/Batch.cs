using GpConnect.Functions.Audit;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Functions.Storage.Cosmos;

/// <summary>One transaction within a partition.</summary>
internal sealed class Batch(Container container, CosmosCalls calls, string partition)
{
    private static readonly TransactionalBatchItemRequestOptions WithoutContent = new() { EnableContentResponseOnWrite = false };

    private readonly TransactionalBatch batch = container.CreateTransactionalBatch(new PartitionKey(partition));

    /// <summary>Writes a document over the version with this tag; a null tag means that it must not exist.</summary>
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

    /// <summary>The entry waits in the partition until <see cref="AuditOutbox"/> takes it to the trail.</summary>
    public void Add(AuditEntry entry)
    {
        var id = DocumentIds.OfAudit();
        batch.CreateItemStream(new MemoryStream(Documents.Audit(id, partition, entry)), WithoutContent);
    }

    public ValueTask<CommitResult> CommitAsync() => calls.WriteAsync(batch);
}
