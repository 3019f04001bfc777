using GpConnect.Functions.Audit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Functions.Storage.Sqlite;

/// <summary>Whether the trail takes entries, by appending one and taking it back before it is committed.</summary>
internal sealed class SqliteAuditCheck(SqliteDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ThrowIfRemoved(database.File);
        await database.Writer.TryWriteAsync(AppendAndTakeBack).WaitAsync(cancellationToken);

        // SQLite keeps it as long as the database is open.
        ThrowIfRemoved($"{database.File}-wal");
        return HealthCheckResult.Healthy();
    }

    /// <summary>A file that somebody removed can still be written through the open handle; nobody else sees what is in it.</summary>
    private static void ThrowIfRemoved(string file)
    {
        if (!File.Exists(file))
        {
            throw new StoreUnavailableException($"{file} was removed under the running server, and what is written now may be lost. See docs/operations.md, 'A removed file', before you stop it.");
        }
    }

    private static bool AppendAndTakeBack(SqliteWriteSession session)
    {
        session.Append(new AuditEntry("{}"u8.ToArray()));
        return false;
    }
}
