using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Records;
using GpConnect.Storage.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>
/// The append blobs of one process's stream; blocks go to the current one. A new blob begins each day and when the current one is
/// full. After anything but a confirmed success the end of the stream is uncertain, so a new stream begins.
/// </summary>
internal sealed class AuditBlobs(CosmosOptions options, AuditHeads heads, TimeProvider clock)
{
    /// <summary>Ends of other streams that no durable block of this stream names yet.</summary>
    private readonly List<AuditEnd> unnamed = [];

    private AppendTarget? current;

    /// <summary>The last record that is known to be durable; the chain's head may be ahead of it.</summary>
    private AuditHead durable = AuditHead.Start;

    public AuditContainer Container { get; } = new(options);

    /// <summary>The stream that the records of the next block belong to.</summary>
    public AuditChain Chain { get; private set; } = new();

    /// <summary>The entry that names the ends of other streams; null when all known ends have been named.</summary>
    public AuditEntry? Link() => unnamed.Count == 0 ? null : AuditLink.Write(unnamed, clock.GetUtcNow());

    /// <summary>Queues ends of other streams, which the next block is to name.</summary>
    public void Name(IEnumerable<AuditEnd> ends) => unnamed.AddRange(ends);

    /// <summary>Appends a block; it is durable when the task completes.</summary>
    /// <exception cref="StoreUnavailableException">The block may or may not have been appended.</exception>
    public async Task AppendAsync(MemoryStream block)
    {
        try
        {
            await AppendToCurrentAsync(block);
        }
        catch (Exception exception)
        {
            BeginStream();
            throw BlobErrors.Explain("written", Container.Client.Uri, exception);
        }

        durable = Chain.Head;
        unnamed.Clear();
        heads.Note(Chain);
    }

    /// <summary>Whatever the error, the block may or may not have been written, so no record may follow it in the same stream.</summary>
    private void BeginStream()
    {
        if (durable.Number > 0)
        {
            unnamed.Add(new AuditEnd(Chain.Stream, durable));
        }

        Chain = new AuditChain();
        durable = AuditHead.Start;
    }

    private async Task AppendToCurrentAsync(MemoryStream block)
    {
        var target = current is { } open && open.Takes(block.Length, Today()) ? open : await CreateAsync();
        current = null;
        await target.AppendAsync(block);
        current = target;
    }

    private async Task<AppendTarget> CreateAsync()
    {
        var day = Today();
        var blob = Container.Client.GetAppendBlobClient(AuditBlob.NameOf(day, Chain.Stream, durable.Number + 1));
        var options = new AppendBlobCreateOptions { Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All } };
        try
        {
            await blob.CreateAsync(options);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.ContainerNotFound && Container.Client.Uri.IsLoopback)
        {
            await Container.Client.CreateIfNotExistsAsync();
            await blob.CreateAsync(options);
        }

        return new AppendTarget(blob, day);
    }

    private DateOnly Today() => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}
