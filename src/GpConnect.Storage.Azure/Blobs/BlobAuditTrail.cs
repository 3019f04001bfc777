using System.Threading.Channels;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Background;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>
/// The audit trail as append blobs of JSON lines, one stream of blobs for each process. Entries that arrive while a block is
/// being written wait and then share the next block.
/// </summary>
internal sealed class BlobAuditTrail : IAuditTrail, IAsyncDisposable
{
    /// <summary>Bytes after which a block is written; the service accepts more, but a bigger block would take longer.</summary>
    private const int MaximumBlock = 1024 * 1024;

    private readonly Channel<Pending> queue = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource stopping = new();
    private readonly AuditBlobs blobs;
    private readonly AuditNeighbours neighbours;
    private readonly Task writing;

    public BlobAuditTrail(AuditBlobs blobs, BackgroundTasks tasks, TimeProvider clock)
    {
        this.blobs = blobs;
        neighbours = new AuditNeighbours(blobs.Container, clock);
        writing = tasks.RunAsync("audit trail", WriteAsync, stopping.Token);
    }

    public async ValueTask AppendAsync(AuditEntry entry)
    {
        var pending = new Pending(entry);
        ObjectDisposedException.ThrowIf(!queue.Writer.TryWrite(pending), this);
        await pending.Completion.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        queue.Writer.TryComplete();
        await writing;
        while (queue.Reader.TryRead(out var pending))
        {
            pending.Completion.TrySetException(new ObjectDisposedException(nameof(BlobAuditTrail)));
        }

        stopping.Dispose();
    }

    private async Task WriteAsync()
    {
        await neighbours.StartAsync(stopping.Token);
        while (await queue.Reader.WaitToReadAsync())
        {
            var batch = new List<Pending>();
            using var block = new MemoryStream();
            var start = blobs.Chain.Head;
            blobs.Name(neighbours.Take(blobs.Chain.Stream, stopping.Token));
            if (blobs.Link() is { } link)
            {
                Add(link, block);
            }

            while (block.Length < MaximumBlock && queue.Reader.TryRead(out var pending))
            {
                if (TryAdd(pending, block))
                {
                    batch.Add(pending);
                }
            }

            if (batch.Count == 0)
            {
                blobs.Chain.Head = start;
                continue;
            }

            await WriteAsync(block, batch);
        }
    }

    /// <summary>An entry that cannot be written as a line fails alone and leaves the stream unchanged.</summary>
    private bool TryAdd(Pending pending, MemoryStream block)
    {
        var head = blobs.Chain.Head;
        try
        {
            Add(pending.Entry, block);
            return true;
        }
        catch (Exception exception)
        {
            blobs.Chain.Head = head;
            pending.Completion.TrySetException(exception);
            return false;
        }
    }

    private void Add(AuditEntry entry, MemoryStream block) => block.Write([.. AuditLine.Write(blobs.Chain.Append(entry.Json)), (byte)'\n']);

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
