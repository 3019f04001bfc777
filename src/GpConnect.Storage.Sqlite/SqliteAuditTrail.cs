using GpConnect.Foundations.Audit;

namespace GpConnect.Storage.Sqlite;

internal sealed class SqliteAuditTrail(SqliteDatabase database) : IAuditTrail
{
    public ValueTask AppendAsync(AuditEntry entry)
    {
        if (entry.IsUnidentified)
        {
            database.Space?.RequireForUnidentified();
        }

        return new ValueTask(database.Writer.WriteAsync(session => session.Append(entry)));
    }
}
