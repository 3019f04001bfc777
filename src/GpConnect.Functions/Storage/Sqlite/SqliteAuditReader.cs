using GpConnect.Functions.Audit;

namespace GpConnect.Functions.Storage.Sqlite;

internal sealed class SqliteAuditReader(SqliteDatabase database) : IAuditReader
{
    public IAsyncEnumerable<AuditRecord> ReadAsync(CancellationToken cancellation) => Read().ToAsyncEnumerable();

    private IEnumerable<AuditRecord> Read()
    {
        using var connection = database.Open();
        using var statement = new SqliteStatement(connection, "SELECT stream, number, hash, entry FROM audit ORDER BY sequence");
        using var row = statement.Query();
        while (database.Guard(row.Read))
        {
            yield return new AuditRecord(row.Text(0), row.Number(1), row.Blob(2).ToArray(), row.Blob(3).ToArray());
        }
    }
}
