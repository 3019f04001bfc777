using System.Runtime.CompilerServices;
using System.Text;
using GpConnect.Foundations.Records;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Cosmos;

internal sealed class CosmosRecordList(CosmosDatabase database, CosmosCalls calls) : IRecordList
{
    private const string OfType = "SELECT * FROM c WHERE c.kind = @kind AND c.type = @type";

    public async IAsyncEnumerable<StoredRecord> ReadAsync(string practice, string resourceType, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = new QueryDefinition(OfType).WithParameter("@kind", Documents.RecordKind).WithParameter("@type", resourceType);
        await foreach (var document in calls.QueryAsync(database.Records, query, cancellation, practice))
        {
            var id = Encoding.UTF8.GetString(document.Text("logicalId"u8)!);
            yield return Documents.Record(new RecordKey(practice, resourceType, id), document);
        }
    }
}
