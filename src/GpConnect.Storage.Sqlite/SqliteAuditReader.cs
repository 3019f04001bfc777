using GpConnect.Foundations.Audit;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>Reads the audit table. Every row is a record; only its entry may be invalid.</summary>
internal sealed class SqliteAuditReader(SqliteDatabase database) : IAuditReader
{
    public IAsyncEnumerable<AuditReading> ReadAsync(CancellationToken cancellation) => Read().ToAsyncEnumerable();

    private IEnumerable<AuditReading> Read()
    {
        using var connection = database.Open();
        foreach (var reading in Read(connection))
        {
            yield return reading;
        }
    }

    public IEnumerable<AuditReading> Read(SqliteConnection connection)
    {
        using var statement = new SqliteStatement(connection, "SELECT stream, number, hash, entry, sequence FROM audit ORDER BY sequence");
        using var row = statement.Query();
        while (database.Guard(row.Read))
        {
            var record = new AuditRecord(row.Text(0), row.Number(1), row.Blob(2).ToArray(), row.Blob(3).ToArray());
            var reason = AuditJson.ErrorOf(record.Entry.Span);
            yield return new AuditReading(record, reason is null ? null : new AuditError($"Row {row.Number(4)}", record.Stream, 0, $"the entry {reason}"));
        }
    }
}
