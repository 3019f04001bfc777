using GpConnect.Spine.Connections;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>Whether the Spine Mini Services answered recently. It sends them nothing, because every request is about a person.</summary>
internal sealed class SmspCheck(PdsCircuit<SmspExchange> circuit) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(circuit.IsClosed ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus));
}
