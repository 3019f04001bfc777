using GpConnect.Functions.Audit;

namespace GpConnect.Functions.Storage.Sqlite;

internal sealed class SqliteAuditTrail(SqliteDatabase database) : IAuditTrail
{
    public async ValueTask AppendAsync(AuditEntry entry)
    {
        if (entry.IsOfNobody)
        {
            database.Space?.DemandForNobody();
        }

        await database.Writer.WriteAsync(session => session.Append(entry));
    }
}
