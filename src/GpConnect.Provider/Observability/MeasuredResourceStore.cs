using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Records;

namespace GpConnect.Provider.Observability;

/// <summary>Measures whichever store is configured.</summary>
internal sealed class MeasuredResourceStore(IResourceStore store, DependencyMeter meter) : IResourceStore
{
    public async ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken cancellation)
    {
        using var call = meter.Start("read", cancellation);
        var record = await store.ReadAsync(key, cancellation);
        call?.Outcome = record is null ? "absent" : "ok";
        return record;
    }

    public async ValueTask<IdentifierEntry> FindAsync(string practice, string resourceType, string token, CancellationToken cancellation)
    {
        using var call = meter.Start("find", cancellation);
        var entry = await store.FindAsync(practice, resourceType, token, cancellation);
        call?.Outcome = entry.Ids.Count == 0 ? "absent" : "ok";
        return entry;
    }

    public async ValueTask<IdentifiedRecords> SearchAsync(string practice, string resourceType, string token, CancellationToken cancellation)
    {
        using var call = meter.Start("search", cancellation);
        var found = await store.SearchAsync(practice, resourceType, token, cancellation);
        call?.Outcome = found.Entry.Ids.Count == 0 ? "absent" : "ok";
        return found;
    }

    public async ValueTask<CommitResult> CommitAsync(StoreChange change, CancellationToken cancellation)
    {
        using var call = meter.Start("commit", cancellation);
        var result = await store.CommitAsync(change, cancellation);
        call?.Outcome = result == CommitResult.Conflict ? "conflict" : "ok";
        return result;
    }
}
