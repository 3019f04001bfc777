using GpConnect.Foundations.Records;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Provider.Health;

/// <summary>Checks that the record store answers, by reading a record that no practice can have.</summary>
internal sealed class RecordsCheck(IResourceStore store) : IHealthCheck
{
    private static readonly RecordKey ProbeKey = new("health", "Patient", "health");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await store.ReadAsync(ProbeKey, cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
