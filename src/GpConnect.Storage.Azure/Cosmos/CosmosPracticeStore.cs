using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>Stores each practice's document in its own partition, together with the audit entries of its changes.</summary>
internal sealed class CosmosPracticeStore(CosmosDatabase database, CosmosCalls calls, OwnEntries own, DocumentIds ids) : IPracticeStore
{
    private static readonly QueryDefinition All = new QueryDefinition("SELECT * FROM c WHERE c.kind = @kind").WithParameter("@kind", Documents.PracticeKind);

    public async ValueTask<Practice?> FindAsync(string odsCode, CancellationToken cancellation)
    {
        var id = ids.OfPractice(odsCode);
        var document = await calls.ReadAsync(database.Records, id, id, cancellation);
        return document is null ? null : Documents.Practice(document);
    }

    public async ValueTask<IReadOnlyList<Practice>> ListAsync(CancellationToken cancellation)
    {
        var practices = new List<Practice>();
        await foreach (var document in calls.QueryAsync(database.Records, All, cancellation))
        {
            practices.Add(Documents.Practice(document));
        }

        return [.. practices.OrderBy(practice => practice.OdsCode, StringComparer.Ordinal)];
    }

    public async ValueTask SaveAsync(Practice practice, AuditEntry audit, CancellationToken cancellation)
    {
        var id = ids.OfPractice(practice.OdsCode);
        var batch = new Batch(database.Records, calls, own, id);
        batch.Upsert(Documents.Practice(id, practice));
        batch.Add(audit);
        if (await batch.CommitAsync() == CommitResult.Conflict)
        {
            throw new StoreBusyException();
        }
    }
}
