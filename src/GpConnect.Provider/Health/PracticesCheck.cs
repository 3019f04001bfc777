using GpConnect.Foundations.Practices;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Provider.Health;

/// <summary>Checks that practices can be looked up, with a code that no practice can have.</summary>
internal sealed class PracticesCheck(IPracticeStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await store.FindAsync("health", cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
