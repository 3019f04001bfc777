using System.Collections.Concurrent;
using System.Threading.Channels;
using GpConnect.Foundations.Audit;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>The audit entries that this process has committed and takes to the trail itself, at once.</summary>
internal sealed class OwnEntries(TimeProvider clock)
{
    /// <summary>More are left to the next look at the outbox.</summary>
    private const int Most = 10_000;

    private readonly string name = Guid.NewGuid().ToString("N");
    private readonly Channel<OwnEntry> queue = Channel.CreateBounded<OwnEntry>(new BoundedChannelOptions(Most) { SingleReader = true });
    private readonly ConcurrentDictionary<string, OwnEntryState> states = new(StringComparer.Ordinal);
    private volatile bool isOpen;

    /// <summary>What this process calls itself in the documents of the outbox.</summary>
    public string Name => name;

    /// <summary>The owner of an entry that is committed now; null in a command, which leaves its entries to the servers.</summary>
    public string? Owner => isOpen ? name : null;

    /// <summary>From now on somebody reads the queue.</summary>
    public void Open() => isOpen = true;

    /// <summary>Announces an entry before it is committed, so that a look at the outbox in that moment leaves it alone.</summary>
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

    /// <summary>How far an entry of this process has come; null when it is neither queued nor was ever tried.</summary>
    public OwnEntryState? StateOf(string id) => states.TryGetValue(id, out var state) ? state : null;

    public void Note(string id, OwnEntryState state) => states[id] = state;

    public void Forget(string id) => states.TryRemove(id, out _);

    /// <summary>Forgets the entries that are gone from the outbox.</summary>
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

/// <param name="At">Timestamp of the clock when it was committed.</param>
internal sealed record OwnEntry(string Id, PartitionKey Partition, AuditEntry Entry, long At);

internal enum OwnEntryState
{
    /// <summary>About to be committed, queued, or being moved.</summary>
    Queued,

    /// <summary>It was given to the trail; whether it is there is not known.</summary>
    Tried,

    /// <summary>The trail has it, and its document is still in the outbox.</summary>
    Moved,
}
