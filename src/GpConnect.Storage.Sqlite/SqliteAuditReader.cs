using GpConnect.Foundations.Audit;

namespace GpConnect.Storage.Sqlite;

/// <summary>Reads the trail of the store that is in use.</summary>
internal sealed class SqliteAuditReader(SqliteDatabase database) : IAuditReader
{
    public IAsyncEnumerable<AuditReading> ReadAsync(CancellationToken cancellation) => Read(cancellation).ToAsyncEnumerable();

    private IEnumerable<AuditReading> Read(CancellationToken cancellation)
    {
        using var connection = database.Open();
        foreach (var reading in new SqliteAuditRows(connection, database.Translate).Read(cancellation))
        {
            yield return reading;
        }
    }
}
