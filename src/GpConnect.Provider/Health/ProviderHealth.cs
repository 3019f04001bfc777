using GpConnect.Foundations.Observability;
using GpConnect.Provider.Observability;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Provider.Health;

/// <summary>
/// Runs the checks of the dependencies, one run at a time and at most once a second, so that frequent probes do not load the store.
/// </summary>
internal sealed partial class ProviderHealth(HealthCheckService checks, TimeProvider clock, ILogger<ProviderHealth> logger)
{
    public static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Task<HealthReport>? latest;
    private long startedAt;

    public Task<HealthReport> ReportAsync()
    {
        lock (gate)
        {
            if (latest is null || (latest.IsCompleted && clock.GetElapsedTime(startedAt) >= MaximumAge))
            {
                startedAt = clock.GetTimestamp();
                latest = RunAsync();
            }

            return latest;
        }
    }

    private async Task<HealthReport> RunAsync()
    {
        var report = await checks.CheckHealthAsync();
        foreach (var (name, entry) in report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy))
        {
            // Messages of exceptions may quote data, so only what LoggedException allows and the stack trace are logged.
            LogError(logger, name, entry.Status, entry.Exception is null ? null : LoggedException.Of(entry.Exception), StackTraces.Of(entry.Exception));
        }

        return report;
    }

    [LoggerMessage(EventId = EventIds.DependencyStatus, Level = LogLevel.Warning, Message = "Dependency {Dependency} is {Status}: {Exception} at {StackTrace}")]
    private static partial void LogError(ILogger logger, string dependency, HealthStatus status, string? exception, string? stackTrace);
}
