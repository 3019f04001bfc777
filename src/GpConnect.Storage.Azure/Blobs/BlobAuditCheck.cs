using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>Checks that the container of the audit trail answers. A probe must not leave blobs, so it cannot try an append.</summary>
internal sealed class BlobAuditCheck(AuditBlobs blobs) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await foreach (var _ in blobs.Container.Client.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            break;
        }

        return HealthCheckResult.Healthy();
    }
}
