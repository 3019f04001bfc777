using System.Collections.Concurrent;

namespace GpConnect.Foundations.Audit;

/// <summary>Where the streams of this process end, once that is durable.</summary>
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

    /// <summary>The streams that have grown since they were last taken.</summary>
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
