using System.Collections.Concurrent;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;

namespace GpConnect.Importing.Records;

/// <summary>
/// Stores that read through to the real ones and keep writes in memory, so that a dry run validates exactly as an import would.
/// Bodies of Patients are dropped, because nothing reads them back.
/// </summary>
internal sealed class DryRun(ImportTarget real) : IResourceStore, IPracticeStore, IPdsDataSet, IAuditTrail
{
    private readonly ConcurrentDictionary<RecordKey, StoredRecord> records = new();
    private readonly ConcurrentDictionary<(string Practice, string Type, string Token), IdentifierEntry> entries = new();
    private readonly ConcurrentDictionary<string, Practice> practices = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PdsRecord> pds = new(StringComparer.Ordinal);

    public ImportTarget Target => new(this, this, this, this);

    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken cancellation) =>
        records.TryGetValue(key, out var record) ? ValueTask.FromResult<StoredRecord?>(record) : real.Records.ReadAsync(key, cancellation);

    public ValueTask<IdentifierEntry> FindAsync(string practice, string resourceType, string token, CancellationToken cancellation) =>
        entries.TryGetValue((practice, resourceType, token), out var entry)
            ? ValueTask.FromResult(entry)
            : real.Records.FindAsync(practice, resourceType, token, cancellation);

    public ValueTask<CommitResult> CommitAsync(StoreChange change, CancellationToken cancellation)
    {
        // The change is based on an entry that has changed since; the real stores refuse that too.
        if (change.Entries.Any(entry => entries.TryGetValue((change.Practice, entry.ResourceType, entry.Token), out var held) && held.Tag != entry.Tag))
        {
            return ValueTask.FromResult(CommitResult.Conflict);
        }

        foreach (var record in change.Records)
        {
            var body = record.Key.ResourceType == "Patient" ? default : record.Body;
            records[record.Key] = record with { Body = body, Tag = "dry" };
        }

        foreach (var entry in change.Entries)
        {
            entries[(change.Practice, entry.ResourceType, entry.Token)] = entry with { Tag = "dry" };
        }

        return ValueTask.FromResult(CommitResult.Committed);
    }

    public ValueTask<Practice?> FindAsync(string odsCode, CancellationToken cancellation) =>
        practices.TryGetValue(odsCode, out var practice)
            ? ValueTask.FromResult<Practice?>(practice)
            : real.Practices.FindAsync(odsCode, cancellation);

    public async ValueTask<IReadOnlyList<Practice>> ListAsync(CancellationToken cancellation) =>
        [.. practices.Values.UnionBy(await real.Practices.ListAsync(cancellation), practice => practice.OdsCode)];

    public ValueTask SaveAsync(Practice practice, AuditEntry audit, CancellationToken cancellation)
    {
        practices[practice.OdsCode] = practice;
        return ValueTask.CompletedTask;
    }

    ValueTask<PdsRecord?> IPdsDataSet.FindAsync(string nhsNumber, CancellationToken cancellation) =>
        pds.TryGetValue(nhsNumber, out var record)
            ? ValueTask.FromResult<PdsRecord?>(record)
            : real.Pds.FindAsync(nhsNumber, cancellation);

    public ValueTask SaveAsync(PdsRecord record, CancellationToken cancellation)
    {
        pds[record.NhsNumber] = record;
        return ValueTask.CompletedTask;
    }

    public ValueTask AppendAsync(AuditEntry entry) => ValueTask.CompletedTask;
}
