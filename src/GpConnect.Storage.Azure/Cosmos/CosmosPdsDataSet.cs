using System.Text.Json;
using GpConnect.Foundations;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Records;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Cosmos;

internal sealed class CosmosPdsDataSet(CosmosDatabase database, CosmosCalls calls, IdentifierHashes tokens) : IPdsDataSet
{
    public async ValueTask<PdsRecord?> FindAsync(string nhsNumber, CancellationToken cancellation)
    {
        var id = EmbeddedPdsGateway.TokenOf(tokens, nhsNumber);
        var document = await calls.ReadAsync(database.Pds, id, id, cancellation);
        return document is null ? null : JsonSerializer.Deserialize(document.Text("record"u8), PdsJson.Default.PdsRecord);
    }

    public async ValueTask SaveAsync(PdsRecord record, CancellationToken cancellation)
    {
        var id = EmbeddedPdsGateway.TokenOf(tokens, record.NhsNumber);
        var document = JsonText.Object(json =>
        {
            json.WriteString("id", id);
            json.WriteString("record", JsonSerializer.SerializeToUtf8Bytes(record, PdsJson.Default.PdsRecord));
        });
        var result = await calls.WriteAsync("upsert", token => database.Pds.UpsertItemStreamAsync(new MemoryStream(document), new PartitionKey(id), cancellationToken: token));
        if (result == CommitResult.Conflict)
        {
            throw new StoreBusyException();
        }
    }
}
