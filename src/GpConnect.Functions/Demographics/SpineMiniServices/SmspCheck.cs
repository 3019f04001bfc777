using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Functions.Demographics.SpineMiniServices;

/// <summary>Whether the Spine Mini Services answered lately. It does not ask them: every question to them is about a person.</summary>
internal sealed class SmspCheck(SmspClient client) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(client.IsBroken ? new HealthCheckResult(context.Registration.FailureStatus) : HealthCheckResult.Healthy());
}
