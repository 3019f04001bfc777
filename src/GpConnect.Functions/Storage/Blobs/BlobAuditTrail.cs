using System.Threading.Channels;
using GpConnect.Functions.Audit;

namespace GpConnect.Functions.Storage.Blobs;

/// <summary>
/// The audit trail as append blobs, JSON lines, one stream of blobs for each process. Entries that arrive while a block is
/// being written wait and then share the next one.
/// </summary>
internal sealed class BlobAuditTrail : IAuditTrail, IAsyncDisposable
{
    /// <summary>Bytes in a block; the service takes more, but nobody should wait for a bigger one.</summary>
    private const int MaximumBlock = 1024 * 1024;

    private readonly Channel<Pending> queue = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly AuditBlobs blobs;
    private readonly Task writing;

    public BlobAuditTrail(AuditBlobs blobs)
    {
        this.blobs = blobs;
        _ = Task.Run(blobs.WarmUpAsync);
        writing = Task.Run(WriteAsync);
    }

    public async ValueTask AppendAsync(AuditEntry entry)
    {
        var pending = new Pending(entry);
        ObjectDisposedException.ThrowIf(!queue.Writer.TryWrite(pending), this);
        await pending.Completion.Task;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writing;
    }

    private async Task WriteAsync()
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            var batch = new List<Pending>();
            using var block = new MemoryStream();
            while (block.Length < MaximumBlock && queue.Reader.TryRead(out var pending))
            {
                block.Write(AuditLine.Write(blobs.Chain.Append(pending.Entry.Json)));
                block.WriteByte((byte)'\n');
                batch.Add(pending);
            }

            await WriteAsync(block, batch);
        }
    }

    private async Task WriteAsync(MemoryStream block, List<Pending> batch)
    {
        try
        {
            await blobs.AppendAsync(block);
            batch.ForEach(pending => pending.Completion.TrySetResult());
        }
        catch (Exception exception)
        {
            batch.ForEach(pending => pending.Completion.TrySetException(exception));
        }
    }

    private sealed record Pending(AuditEntry Entry)
    {
        public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
