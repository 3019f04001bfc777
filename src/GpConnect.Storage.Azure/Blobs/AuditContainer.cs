using System.Runtime.CompilerServices;
using Azure;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using GpConnect.Foundations.Records;
using GpConnect.Storage.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>The container of the audit trail: listing and reading.</summary>
internal sealed class AuditContainer
{
    /// <summary>The published key of every Azurite; it is no secret.</summary>
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The number of slashes in the name of a day's folder.</summary>
    private const int DayDepth = 3;

    private readonly Lazy<BlobContainerClient> client;

    public AuditContainer(CosmosOptions options) => client = new Lazy<BlobContainerClient>(() => Connect(options.AuditContainer!));

    public BlobContainerClient Client => client.Value;

    /// <summary>Lists the blobs of the trail.</summary>
    /// <param name="folder">The folder to list, such as <c>2026/06/01/</c>; empty for all blobs.</param>
    public Task<List<AuditBlob>> ListAsync(string folder, CancellationToken cancellation) => GuardAsync(async () =>
    {
        var blobs = new List<AuditBlob>();
        await foreach (var blob in Client.GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, cancellation))
        {
            blobs.Add(new AuditBlob(blob.Name, blob.Properties.ContentLength ?? 0, blob.Properties.LastModified));
        }

        return blobs;
    }, cancellation);

    /// <summary>The folders of days, such as <c>2026/06/01/</c>, newest first.</summary>
    /// <param name="folder">The folder to search; empty for all.</param>
    public async IAsyncEnumerable<string> DaysAsync([EnumeratorCancellation] CancellationToken cancellation, string folder = "")
    {
        var inside = new List<string>();
        await foreach (var item in Client.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", folder, cancellation))
        {
            inside.AddRange(item.IsPrefix ? [item.Prefix] : []);
        }

        foreach (var next in inside.OrderDescending(StringComparer.Ordinal))
        {
            if (next.Count(letter => letter == '/') == DayDepth)
            {
                yield return next;
                continue;
            }

            await foreach (var day in DaysAsync(cancellation, next))
            {
                yield return day;
            }
        }
    }

    /// <summary>Opens the part of the blob that existed when it was listed, without anything appended since.</summary>
    public Task<Stream> OpenAsync(AuditBlob blob, CancellationToken cancellation) => blob.Length == 0
        ? Task.FromResult(Stream.Null)
        : OpenAsync(blob, new HttpRange(0, blob.Length), cancellation);

    /// <summary>Reads the last <paramref name="length"/> bytes of the part of the blob that existed when it was listed.</summary>
    public async Task<byte[]> ReadEndAsync(AuditBlob blob, long length, CancellationToken cancellation)
    {
        await using var content = await OpenAsync(blob, new HttpRange(blob.Length - length, length), cancellation);
        var bytes = new byte[length];
        await content.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }

    /// <summary>Runs a read and translates its errors.</summary>
    /// <exception cref="StoreUnavailableException">The trail cannot be read; the message gives the reason in one line.</exception>
    public async Task<T> GuardAsync<T>(Func<Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            throw BlobErrors.Explain("read", Client.Uri, exception);
        }
    }

    private Task<Stream> OpenAsync(AuditBlob blob, HttpRange range, CancellationToken cancellation) => GuardAsync(async () =>
    {
        var content = await Client.GetBlobClient(blob.Name).DownloadStreamingAsync(new BlobDownloadOptions { Range = range }, cancellation);
        return content.Value.Content;
    }, cancellation);

    private static BlobContainerClient Connect(Uri uri)
    {
        // The newest version that Azurite supports, so that Azurite needs no switch to skip its version check.
        var options = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2026_06_06);
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(1);
        return uri.IsLoopback
            ? new BlobContainerClient(uri, new StorageSharedKeyCredential(new BlobUriBuilder(uri).AccountName, EmulatorKey), options)
            : new BlobContainerClient(uri, new DefaultAzureCredential(), options);
    }
}
