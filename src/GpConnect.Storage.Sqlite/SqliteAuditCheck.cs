using GpConnect.Foundations.Audit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Storage.Sqlite;

/// <summary>Checks that the trail accepts entries, by appending one and rolling it back before it is committed.</summary>
internal sealed class SqliteAuditCheck(SqliteDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        database.ThrowIfRemoved();
        await database.Writer.TryWriteAsync(AppendAndRollBack).WaitAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }

    private static bool AppendAndRollBack(SqliteWriteSession session)
    {
        session.Append(new AuditEntry("{}"u8.ToArray()));
        return false;
    }
}
