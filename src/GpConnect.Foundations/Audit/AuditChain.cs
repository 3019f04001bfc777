using System.Buffers.Binary;

namespace GpConnect.Foundations.Audit;

/// <summary>
/// One writer's stream of audit records. Each record's hash covers the hash of the one before, so that a record that was
/// changed, removed or moved is found (transport.md §6).
/// </summary>
internal sealed class AuditChain
{
    private const int NumberLength = sizeof(long);

    public string Stream { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Where the stream ends; a writer that takes records back sets it back.</summary>
    public AuditHead Head { get; set; } = AuditHead.Start;

    public AuditRecord Append(ReadOnlyMemory<byte> entry)
    {
        var number = Head.Number + 1;
        Head = new AuditHead(number, HashOf(Stream, number, Head.Hash, entry.Span));
        return new AuditRecord(Stream, number, Head.Hash, entry);
    }

    public static byte[] HashOf(string stream, long number, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> entry)
    {
        using var content = new HashedContent(previous.Length + (3 * stream.Length) + NumberLength + entry.Length);
        content.Add(previous);
        content.Add(stream);
        Span<byte> bytes = stackalloc byte[NumberLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        content.Add(bytes);
        content.Add(entry);
        return content.Hash();
    }
}

/// <summary>The last record of a stream: how many there are, and its hash.</summary>
internal readonly record struct AuditHead(long Number, byte[] Hash)
{
    public static readonly AuditHead Start = new(0, []);
}

/// <summary>A record as the trail holds it.</summary>
/// <param name="Number">1 for the first record of the stream.</param>
/// <param name="Entry">The entry as JSON.</param>
internal sealed record AuditRecord(string Stream, long Number, byte[] Hash, ReadOnlyMemory<byte> Entry);
