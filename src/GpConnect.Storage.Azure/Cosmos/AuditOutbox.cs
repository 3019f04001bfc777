using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Background;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Records;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>
/// Moves the audit entries that were committed with a change from the outbox to the trail. A process moves its own entries at
/// once. It claims another process's entry only after the lease, so that no two processes move the same one. An entry is deleted
/// from the outbox only once the trail has it: a crash may put it into the trail twice, but never lose it (ADR 0011).
/// </summary>
internal sealed partial class AuditOutbox : BackgroundService
{
    /// <summary>
    /// An owner that has not deleted its entry for this long has crashed, or cannot reach the trail. Each process measures the
    /// lease with its own clock, from when it first saw the document.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>An owner that is later than this leaves its entry to the next sweep: the lease could expire during the move.</summary>
    private static readonly TimeSpan Promptness = Lease / 3;

    /// <summary>Late enough for the work of a start, and before an instance that was started for one request stops again.</summary>
    private static readonly TimeSpan FirstSweep = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>How many entries are moved concurrently; they share blocks of the trail.</summary>
    private const int Concurrency = 64;

    private static readonly QueryDefinition AllEntries = new QueryDefinition("SELECT * FROM c WHERE c.kind = @waiting OR c.kind = @aside")
        .WithParameter("@waiting", Documents.AuditKind)
        .WithParameter("@aside", Documents.SetAsideKind);

    private readonly CosmosDatabase database;
    private readonly CosmosCalls calls;
    private readonly OwnEntries own;
    private readonly IAuditTrail trail;
    private readonly BackgroundTasks tasks;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly StoreMetrics metrics;
    private Dictionary<string, Sighting> sightings = new(StringComparer.Ordinal);

    public AuditOutbox(
        CosmosDatabase database, CosmosCalls calls, OwnEntries own, IAuditTrail trail, BackgroundTasks tasks, StoreMetrics metrics, TimeProvider clock, ILogger<AuditOutbox> logger)
    {
        (this.database, this.calls, this.own, this.trail, this.tasks, this.metrics, this.clock, this.logger) = (database, calls, own, trail, tasks, metrics, clock, logger);
    }

    /// <summary>How many entries the last sweep found set aside.</summary>
    public int SetAside { get; private set; }

    /// <summary>Reads all entries in the outbox, and moves those that no other process is about to move.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var before = sightings;
        var seen = new Dictionary<string, Sighting>(StringComparer.Ordinal);
        var moving = new List<Task>();
        var aside = 0;
        await foreach (var found in calls.QueryAsync(database.Records, AllEntries, cancellation))
        {
            var document = new OutboxDocument(found);
            if (document.IsSetAside)
            {
                aside++;
                continue;
            }

            var sighting = before.TryGetValue(document.Id, out var known) && known.Tag == document.Tag ? known : new Sighting(document.Tag, clock.GetTimestamp());
            seen[document.Id] = sighting;
            moving.Add(MoveAsync(document, clock.GetElapsedTime(sighting.Since)));
            if (moving.Count == Concurrency)
            {
                await Task.WhenAll(moving);
                moving.Clear();
            }
        }

        await Task.WhenAll(moving);
        (sightings, SetAside) = (seen, aside);
        own.Keep(seen.Keys.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Moves the entries that are still queued; otherwise the next process would have to wait for the lease.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(own.Take(int.MaxValue).Select(MoveAsync)).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        own.Open();
        return Task.WhenAll(
            tasks.RunAsync("audit outbox", () => SweepRepeatedlyAsync(stoppingToken), stoppingToken),
            tasks.RunAsync("own audit entries", () => MoveOwnAsync(stoppingToken), stoppingToken));
    }

    private async Task SweepRepeatedlyAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(FirstSweep, clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            timer.Period = Interval;
            await TryAsync(SweepAsync(stopping));
        }
    }

    private async Task MoveOwnAsync(CancellationToken stopping)
    {
        while (await own.WaitAsync(stopping))
        {
            await Task.WhenAll(own.Take(Concurrency).Select(MoveAsync));
        }
    }

    private async Task MoveAsync(OwnEntry queued)
    {
        if (clock.GetElapsedTime(queued.At) > Promptness)
        {
            own.Forget(queued.Id);
            return;
        }

        await TryAsync(FinishAsync(queued.Id, queued.Partition, queued.Entry));
    }

    private async Task MoveAsync(OutboxDocument document, TimeSpan unchanged)
    {
        var state = document.Owner == own.Name ? own.StateOf(document.Id) : null;
        if (state == OwnEntryState.Moved)
        {
            await TryAsync(DeleteAsync(document.Id, document.Partition));
        }
        else if (document.Owner is null || (document.Owner == own.Name ? state is null or OwnEntryState.Tried : unchanged >= Lease))
        {
            var mayBeThere = document.Owner is not null && (document.Owner != own.Name || state == OwnEntryState.Tried);
            await TryAsync(TakeOverAsync(document, mayBeThere));
        }
    }

    private async Task TakeOverAsync(OutboxDocument document, bool mayBeThere)
    {
        if (document.Entry(mayBeThere) is not { } entry)
        {
            await SetAsideAsync(document);
            return;
        }

        // If several processes try, the account lets only one succeed.
        if (await ReplaceAsync(document, document.ClaimedBy(own.Name)) == CommitResult.Committed)
        {
            await FinishAsync(document.Id, document.Partition, entry);
        }
    }

    private async Task FinishAsync(string id, PartitionKey partition, AuditEntry entry)
    {
        try
        {
            await trail.AppendAsync(entry);
        }
        catch
        {
            own.Note(id, OwnEntryState.Tried);
            throw;
        }

        own.Note(id, OwnEntryState.Moved);
        await DeleteAsync(id, partition);
    }

    private async Task DeleteAsync(string id, PartitionKey partition)
    {
        await calls.WriteAsync("delete", token => database.Records.DeleteItemStreamAsync(id, partition, cancellationToken: token));
        own.Forget(id);
    }

    /// <summary>Marks the document, which stays in the outbox for the operator and is not tried again.</summary>
    private async Task SetAsideAsync(OutboxDocument document)
    {
        if (await ReplaceAsync(document, document.SetAside()) == CommitResult.Committed)
        {
            metrics.CountSetAside();
            LogSetAside(logger, Redacted.Id(document.Id));
        }
    }

    private ValueTask<CommitResult> ReplaceAsync(OutboxDocument document, byte[] content)
    {
        var options = new ItemRequestOptions { IfMatchEtag = document.Tag, EnableContentResponseOnWrite = false };
        return calls.WriteAsync("replace", token => database.Records.ReplaceItemStreamAsync(new MemoryStream(content), document.Id, document.Partition, options, token));
    }

    /// <summary>A failure affects one entry or one sweep: the entries stay durable in the outbox, and the next sweep tries again.</summary>
    private async Task TryAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception exception)
        {
            LogDelayed(logger, exception.GetType().Name);
        }
    }

    [LoggerMessage(EventId = EventIds.OutboxWaits, Level = LogLevel.Warning, Message = "Audit entries stay in the outbox for now: {Exception}")]
    private static partial void LogDelayed(ILogger logger, string exception);

    [LoggerMessage(EventId = EventIds.OutboxEntrySetAside, Level = LogLevel.Error, Message = "Audit entry {Document} in the outbox cannot be read and was set aside (docs/operations/audit-outbox.md)")]
    private static partial void LogSetAside(ILogger logger, string document);

    /// <param name="Since">Timestamp of the clock when this version was first seen.</param>
    private readonly record struct Sighting(string Tag, long Since);
}
