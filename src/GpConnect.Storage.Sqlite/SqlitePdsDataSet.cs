using System.Text.Json;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Sqlite;

internal sealed class SqlitePdsDataSet(SqliteDatabase database, IdentifierHashes tokens) : IPdsDataSet
{
    public ValueTask<PdsRecord?> FindAsync(string nhsNumber, CancellationToken cancellation)
    {
        var token = EmbeddedPdsGateway.TokenOf(tokens, nhsNumber);
        return ValueTask.FromResult(database.Read(reader =>
        {
            using var row = reader.Pds.Query(token);
            return row.Read() ? JsonSerializer.Deserialize(row.Blob(0), PdsJson.Default.PdsRecord) : null;
        }));
    }

    public async ValueTask SaveAsync(PdsRecord record, CancellationToken cancellation)
    {
        database.Space?.RequireForChange();
        var token = EmbeddedPdsGateway.TokenOf(tokens, record.NhsNumber);
        var document = JsonSerializer.SerializeToUtf8Bytes(record, PdsJson.Default.PdsRecord);
        await database.Writer.WriteAsync(session => session.SavePds.Execute(token, document));
    }
}
