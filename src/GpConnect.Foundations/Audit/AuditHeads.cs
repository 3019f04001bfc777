using System.Collections.Concurrent;

namespace GpConnect.Foundations.Audit;

/// <summary>The durable ends of this process's streams.</summary>
internal sealed class AuditHeads
{
    private readonly ConcurrentDictionary<string, AuditHead> moved = new(StringComparer.Ordinal);

    public void Note(AuditChain chain)
    {
        if (chain.Head.Number > 0)
        {
            moved[chain.Stream] = chain.Head;
        }
    }

    /// <summary>Takes the streams that have grown since the last call.</summary>
    public IEnumerable<KeyValuePair<string, AuditHead>> Take()
    {
        foreach (var stream in moved.Keys)
        {
            if (moved.TryRemove(stream, out var head))
            {
                yield return KeyValuePair.Create(stream, head);
            }
        }
    }
}
