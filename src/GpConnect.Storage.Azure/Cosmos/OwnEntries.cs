using System.Collections.Concurrent;
using System.Threading.Channels;
using GpConnect.Foundations.Audit;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>The audit entries that this process has committed and moves to the trail itself, at once.</summary>
internal sealed class OwnEntries(TimeProvider clock)
{
    /// <summary>Entries beyond this number are left to the next sweep of the outbox.</summary>
    private const int Capacity = 10_000;

    private readonly string name = Guid.NewGuid().ToString("N");
    private readonly Channel<OwnEntry> queue = Channel.CreateBounded<OwnEntry>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly ConcurrentDictionary<string, OwnEntryState> states = new(StringComparer.Ordinal);
    private volatile bool isOpen;

    /// <summary>The name of this process in the documents of the outbox.</summary>
    public string Name => name;

    /// <summary>The owner to write into a new entry; null in a command, which leaves its entries to the servers.</summary>
    public string? Owner => isOpen ? name : null;

    /// <summary>Call when the queue has a reader: from then on this process owns the entries that it commits.</summary>
    public void Open() => isOpen = true;

    /// <summary>Announces an entry before it is committed, so that a concurrent sweep of the outbox leaves it alone.</summary>
    public void Announce(string id) => states[id] = OwnEntryState.Queued;

    /// <summary>Queues an announced entry once it is committed.</summary>
    public void Add(string id, PartitionKey partition, AuditEntry entry)
    {
        if (!queue.Writer.TryWrite(new OwnEntry(id, partition, entry, clock.GetTimestamp())))
        {
            Forget(id);
        }
    }

    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => queue.Reader.WaitToReadAsync(cancellation);

    public IReadOnlyList<OwnEntry> Take(int most)
    {
        var taken = new List<OwnEntry>();
        while (taken.Count < most && queue.Reader.TryRead(out var entry))
        {
            taken.Add(entry);
        }

        return taken;
    }

    /// <summary>The state of an entry of this process; null when it is not queued and was never tried.</summary>
    public OwnEntryState? StateOf(string id) => states.TryGetValue(id, out var state) ? state : null;

    public void Note(string id, OwnEntryState state) => states[id] = state;

    public void Forget(string id) => states.TryRemove(id, out _);

    /// <summary>Forgets the entries that are no longer in the outbox.</summary>
    /// <param name="waiting">Ids of the entries in the outbox.</param>
    public void Keep(IReadOnlySet<string> waiting)
    {
        foreach (var (id, state) in states)
        {
            if (state != OwnEntryState.Queued && !waiting.Contains(id))
            {
                Forget(id);
            }
        }
    }
}

/// <param name="At">Timestamp of the clock when the entry was committed.</param>
internal sealed record OwnEntry(string Id, PartitionKey Partition, AuditEntry Entry, long At);

internal enum OwnEntryState
{
    /// <summary>About to be committed, queued, or being moved.</summary>
    Queued,

    /// <summary>An append to the trail failed, so it is unknown whether the trail has the entry.</summary>
    Tried,

    /// <summary>The trail has the entry, and its document is still in the outbox.</summary>
    Moved,
}
