using System.Runtime.CompilerServices;
using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Sqlite;

internal sealed class SqliteRecordList(SqliteDatabase database, IResourceStore store) : IRecordList
{
    public async IAsyncEnumerable<StoredRecord> ReadAsync(string practice, string resourceType, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var id in Ids(practice, resourceType))
        {
            cancellation.ThrowIfCancellationRequested();
            if (await store.ReadAsync(new RecordKey(practice, resourceType, id), cancellation) is { } record)
            {
                yield return record;
            }
        }
    }

    private List<string> Ids(string practice, string resourceType) => database.Read(reader =>
    {
        using var statement = new SqliteStatement(reader.Connection, "SELECT id FROM record WHERE practice = ?1 AND type = ?2 ORDER BY id");
        using var row = statement.Query(practice, resourceType);
        var ids = new List<string>();
        while (row.Read())
        {
            ids.Add(row.Text(0));
        }

        return ids;
    });
}
