using System.Text.Json;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Practices;

namespace GpConnect.Storage.Sqlite;

internal sealed class SqlitePracticeStore(SqliteDatabase database) : IPracticeStore
{
    public ValueTask<Practice?> FindAsync(string odsCode, CancellationToken cancellation) =>
        ValueTask.FromResult(database.Read(reader =>
        {
            using var row = reader.Practice.Query(odsCode);
            return row.Read() ? Parse(row.Blob(0)) : null;
        }));

    public ValueTask<IReadOnlyList<Practice>> ListAsync(CancellationToken cancellation) =>
        ValueTask.FromResult(database.Read(reader =>
        {
            var practices = new List<Practice>();
            using var statement = new SqliteStatement(reader.Connection, "SELECT document FROM practice ORDER BY ods");
            using var row = statement.Query();
            while (row.Read())
            {
                practices.Add(Parse(row.Blob(0)));
            }

            return (IReadOnlyList<Practice>)practices;
        }));

    public async ValueTask SaveAsync(Practice practice, AuditEntry audit, CancellationToken cancellation) =>
        await database.Writer.WriteAsync(session =>
        {
            session.SavePractice.Execute(practice.OdsCode, JsonSerializer.SerializeToUtf8Bytes(practice, PracticeJson.Default.Practice));
            session.Append(audit);
        });

    private static Practice Parse(ReadOnlySpan<byte> document) => JsonSerializer.Deserialize(document, PracticeJson.Default.Practice)!;
}
