using GpConnect.Foundations.Practices;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Provider.Health;

/// <summary>Whether the practices can be looked up, by a code that none can have.</summary>
internal sealed class PracticesCheck(IPracticeStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await store.FindAsync("health", cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
