using System.Runtime.CompilerServices;
using System.Text;
using GpConnect.Functions.Audit;

namespace GpConnect.Functions.Storage.Blobs;

/// <summary>The names of the blobs begin with the day and end with the time, so their order is that of each stream.</summary>
internal sealed class BlobAuditReader(AuditBlobs blobs) : IAuditReader
{
    public async IAsyncEnumerable<AuditRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var blob in blobs.ListAsync(cancellation))
        {
            using var lines = new StreamReader(await blobs.OpenAsync(blob.Name, cancellation), Encoding.UTF8);
            while (await lines.ReadLineAsync(cancellation) is { } line)
            {
                yield return AuditLine.Read(Encoding.UTF8.GetBytes(line));
            }
        }
    }
}
