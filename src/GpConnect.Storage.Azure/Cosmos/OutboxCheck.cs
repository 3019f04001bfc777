using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>Reports audit entries that were set aside for the operator.</summary>
internal sealed class OutboxCheck(AuditOutbox outbox) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(outbox.SetAside == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"{outbox.SetAside} audit entries in the outbox cannot be read and were set aside"));
}
