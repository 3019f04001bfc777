using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// Reports whether the file was found to be damaged since the process started. The other checks read little of the file, so
/// they may succeed although patients in other pages are lost.
/// </summary>
internal sealed class SqliteFileCheck(SqliteDatabase database) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(database.Damage is { } damage ? new HealthCheckResult(context.Registration.FailureStatus, exception: damage) : HealthCheckResult.Healthy());
}
