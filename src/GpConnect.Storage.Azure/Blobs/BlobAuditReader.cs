using System.Runtime.CompilerServices;
using GpConnect.Foundations.Audit;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>Reads the trail as it was when the reading began, while other processes append to it.</summary>
internal sealed class BlobAuditReader(AuditBlobs blobs) : IAuditReader
{
    public async IAsyncEnumerable<AuditReading> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var container = blobs.Container;
        foreach (var stream in (await container.ListAsync("", cancellation)).GroupBy(blob => blob.Stream, StringComparer.Ordinal))
        {
            foreach (var blob in stream.OrderBy(blob => blob.Order, StringComparer.Ordinal))
            {
                await using var content = await container.OpenAsync(blob, cancellation);
                await using var readings = new AuditLines(blob.Name, blob.Stream).ReadAsync(content, cancellation).GetAsyncEnumerator(cancellation);
                while (await container.GuardAsync(() => readings.MoveNextAsync().AsTask(), cancellation))
                {
                    yield return readings.Current;
                }
            }
        }
    }
}
