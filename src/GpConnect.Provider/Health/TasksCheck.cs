using GpConnect.Foundations.Background;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Provider.Health;

/// <summary>Whether every background task runs, and has run for a while.</summary>
internal sealed class TasksCheck(BackgroundTasks tasks, TimeProvider clock) : IHealthCheck
{
    /// <summary>Long enough for any probe to see that a task had to be started again.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var recent = tasks.Endings.Where(ending => !ending.Value.IsRunning || clock.GetElapsedTime(ending.Value.At) < Memory).ToList();
        if (recent.Count == 0)
        {
            return Task.FromResult(HealthCheckResult.Healthy());
        }

        var words = string.Join("; ", recent.Select(ending => $"{ending.Key} ended unexpectedly{(ending.Value.IsRunning ? " and was started again" : "")}"));
        return Task.FromResult(recent.TrueForAll(ending => ending.Value.IsRunning) ? HealthCheckResult.Degraded(words) : HealthCheckResult.Unhealthy(words));
    }
}
