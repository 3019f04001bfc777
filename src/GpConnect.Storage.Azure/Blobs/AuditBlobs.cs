using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Records;
using GpConnect.Storage.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>
/// The append blobs of one process's stream, the current one at the end. A new blob begins with a new day and when the current
/// one has its fill. Anything but a clear success ends the stream: nobody knows then where it ends, so another one begins.
/// </summary>
internal sealed class AuditBlobs(CosmosOptions options, AuditHeads heads, TimeProvider clock)
{
    /// <summary>Ends of other streams that no durable block of this one names yet.</summary>
    private readonly List<AuditEnd> unnamed = [];

    private AppendTarget? current;

    /// <summary>The last record that is certainly there; the chain's head may be ahead of it.</summary>
    private AuditHead durable = AuditHead.Start;

    public AuditContainer Container { get; } = new(options);

    /// <summary>The stream that the records of the next block belong to.</summary>
    public AuditChain Chain { get; private set; } = new();

    /// <summary>The entry by which the stream names the ends of others; null when there is none that it has not named yet.</summary>
    public AuditEntry? Link() => unnamed.Count == 0 ? null : AuditLink.Write(unnamed, clock.GetUtcNow());

    /// <summary>Makes the stream name the ends of others with the next block.</summary>
    public void Name(IEnumerable<AuditEnd> ends) => unnamed.AddRange(ends);

    /// <summary>Appends a block; it is durable when the task completes.</summary>
    /// <exception cref="StoreUnavailableException">Nobody knows whether the block was appended.</exception>
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

    /// <summary>Whatever went wrong, the block may be there or not: nothing may follow on it.</summary>
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
