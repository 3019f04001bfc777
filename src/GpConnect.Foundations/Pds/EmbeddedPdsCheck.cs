using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Foundations.Pds;

/// <summary>Whether the data set behind the embedded stand-in for PDS can be read.</summary>
internal sealed class EmbeddedPdsCheck(IPdsDataSet data) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await data.FindAsync("health", cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
