using GpConnect.Spine.Connections;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Spine.PdsFhir;

/// <summary>Whether the last look-ups succeeded. A probe sends PDS nothing, because every request is about a person.</summary>
internal sealed class PdsFhirCheck(PdsCircuit<Attempt> circuit, AccessTokens? tokens = null) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(circuit.IsClosed && tokens?.IsFailing is not true
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus));
}
