using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Functions.Storage.Sqlite;

/// <summary>Whether the data set behind the embedded stand-in for PDS can be read.</summary>
internal sealed class EmbeddedPdsCheck(SqliteDatabase database) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        database.Read(reader =>
        {
            using var row = reader.Pds.Query("health");
            return row.Read();
        });
        return Task.FromResult(HealthCheckResult.Healthy());
    }
}
