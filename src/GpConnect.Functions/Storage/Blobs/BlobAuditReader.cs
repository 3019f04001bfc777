using System.Runtime.CompilerServices;
using GpConnect.Functions.Audit;

namespace GpConnect.Functions.Storage.Blobs;

/// <summary>The names of the blobs begin with the day and end with the time, so their order is that of each stream.</summary>
internal sealed class BlobAuditReader(AuditBlobs blobs) : IAuditReader
{
    public async IAsyncEnumerable<AuditReading> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var blob in blobs.ListAsync(cancellation))
        {
            var lines = new AuditLines(blob.Name, StreamOf(blob.Name));
            await using var content = await blobs.OpenAsync(blob.Name, cancellation);
            await foreach (var reading in lines.ReadAsync(content, cancellation))
            {
                yield return reading;
            }
        }
    }

    /// <summary>The folder that the blob is in; a blob that is not of the trail is in none that a record names.</summary>
    private static string StreamOf(string name) => name.Split('/') is [.., var stream, _] ? stream : "";
}
