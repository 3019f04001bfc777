using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Storage.Sqlite;

/// <summary>Reports that the disk is getting full while there is still time to free space.</summary>
internal sealed class DiskCheck(DiskSpace space) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(space.Measure() switch
    {
        DiskState.Ample => HealthCheckResult.Healthy(),
        DiskState.Low => HealthCheckResult.Degraded(),
        _ => HealthCheckResult.Unhealthy(),
    });
}
