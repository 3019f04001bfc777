using System.Globalization;
using Azure;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using GpConnect.Functions.Audit;
using GpConnect.Functions.Hosting;

namespace GpConnect.Functions.Storage.Blobs;

/// <summary>
/// The append blobs of one process's stream, the current one at the end. A new blob begins with a new day, when the current
/// one has its fill, and after a failure, as nobody knows then where it ends.
/// </summary>
internal sealed class AuditBlobs
{
    /// <summary>The service allows 50,000.</summary>
    private const int MaximumBlocks = 49_000;

    private const long MaximumLength = 256 * 1024 * 1024;

    /// <summary>What every Azurite knows; it is no secret.</summary>
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly Lazy<BlobContainerClient> container;
    private readonly TimeProvider clock;
    private readonly AuditHeads heads;
    private Current? current;

    public AuditBlobs(ProviderOptions options, AuditHeads heads, TimeProvider clock)
    {
        this.clock = clock;
        this.heads = heads;
        container = new Lazy<BlobContainerClient>(() => Connect(options.AuditContainer!));
    }

    /// <summary>The stream that the records of the next block belong to.</summary>
    public AuditChain Chain { get; private set; } = new();

    /// <summary>Every blob of the trail, those of one stream in the order in which they were written.</summary>
    public IAsyncEnumerable<BlobItem> ListAsync(CancellationToken cancellation) => container.Value.GetBlobsAsync(cancellationToken: cancellation);

    public Task<Stream> OpenAsync(string blob, CancellationToken cancellation) => container.Value.GetBlobClient(blob).OpenReadAsync(cancellationToken: cancellation);

    /// <summary>Fetches the token of the identity, and loads what a request needs, before the first call has to wait for them.</summary>
    public async Task WarmUpAsync()
    {
        try
        {
            await container.Value.ExistsAsync();
        }
        catch (Exception)
        {
            // Whatever it was, an append meets it again and tells.
        }
    }

    /// <summary>Appends a block; it is durable when the task completes.</summary>
    /// <exception cref="StoreUnavailableException">Nobody knows whether the block was appended.</exception>
    public async Task AppendAsync(MemoryStream block)
    {
        try
        {
            await AppendToCurrentAsync(block);
            heads.Note(Chain);
        }
        catch (Exception exception) when (IsOfService(exception))
        {
            // Whether the block is there is not known, so nothing may follow on it.
            Chain = new AuditChain();
            throw new StoreUnavailableException("The audit trail cannot be written.", exception);
        }
    }

    private async Task AppendToCurrentAsync(MemoryStream block)
    {
        var blob = current is { } open && open.Takes(block.Length, Today()) ? open : await CreateAsync();
        current = null;
        await blob.AppendAsync(block);
        current = blob;
    }

    private static bool IsOfService(Exception exception) =>
        exception is RequestFailedException or AuthenticationFailedException or AggregateException or OperationCanceledException;

    private static BlobContainerClient Connect(Uri uri)
    {
        // The newest that Azurite knows, so that it runs at home without a switch.
        var options = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2026_06_06);
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(1);
        return uri.IsLoopback
            ? new BlobContainerClient(uri, new StorageSharedKeyCredential(new BlobUriBuilder(uri).AccountName, EmulatorKey), options)
            : new BlobContainerClient(uri, new DefaultAzureCredential(), options);
    }

    private async Task<Current> CreateAsync()
    {
        var now = clock.GetUtcNow();
        var name = string.Create(CultureInfo.InvariantCulture, $"{now:yyyy'/'MM'/'dd}/{Chain.Stream}/{now:HHmmssfff}.jsonl");
        var blob = container.Value.GetAppendBlobClient(name);
        var options = new AppendBlobCreateOptions { Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All } };
        try
        {
            await blob.CreateAsync(options);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.ContainerNotFound && container.Value.Uri.IsLoopback)
        {
            await container.Value.CreateIfNotExistsAsync();
            await blob.CreateAsync(options);
        }

        return new Current(blob, DateOnly.FromDateTime(now.UtcDateTime));
    }

    private DateOnly Today() => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private sealed class Current(AppendBlobClient blob, DateOnly day)
    {
        private long length;
        private int blocks;

        public bool Takes(long more, DateOnly today) => today == day && blocks < MaximumBlocks && length + more <= MaximumLength;

        /// <summary>A repetition by the SDK whose first attempt was written meets the condition: nothing is ever there twice.</summary>
        public async Task AppendAsync(MemoryStream block)
        {
            block.Position = 0;
            try
            {
                var options = new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = length } };
                await blob.AppendBlockAsync(block, options);
            }
            catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.AppendPositionConditionNotMet)
            {
                var properties = await blob.GetPropertiesAsync();
                if (properties.Value.ContentLength != length + block.Length)
                {
                    throw;
                }
            }

            length += block.Length;
            blocks++;
        }
    }
}
