using System.Runtime.CompilerServices;
using GpConnect.Functions.Audit;

namespace GpConnect.Functions.Storage.Sqlite;

internal sealed class SqliteAuditReader(SqliteDatabase database) : IAuditReader
{
    public async IAsyncEnumerable<AuditRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var connection = database.Open();
        using var statement = new SqliteStatement(connection, "SELECT stream, number, hash, entry FROM audit ORDER BY sequence");
        using var row = statement.Query();
        while (await row.ReadAsync(cancellation))
        {
            yield return new AuditRecord(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3));
        }
    }
}
