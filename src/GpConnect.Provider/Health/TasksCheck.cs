using GpConnect.Foundations.Background;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Provider.Health;

/// <summary>Checks that every background task is running, and that none has been restarted recently.</summary>
internal sealed class TasksCheck(BackgroundTasks tasks, TimeProvider clock) : IHealthCheck
{
    /// <summary>How long a restart is reported: long enough for every probe to see it.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var recent = tasks.Endings.Where(ending => !ending.Value.IsRunning || clock.GetElapsedTime(ending.Value.At) < Memory).ToList();
        if (recent.Count == 0)
        {
            return Task.FromResult(HealthCheckResult.Healthy());
        }

        var description = string.Join("; ", recent.Select(ending => $"{ending.Key} ended unexpectedly{(ending.Value.IsRunning ? " and was started again" : "")}"));
        return Task.FromResult(recent.TrueForAll(ending => ending.Value.IsRunning) ? HealthCheckResult.Degraded(description) : HealthCheckResult.Unhealthy(description));
    }
}
