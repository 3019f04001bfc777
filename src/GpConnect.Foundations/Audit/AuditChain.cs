using System.Buffers.Binary;

namespace GpConnect.Foundations.Audit;

/// <summary>
/// One writer's stream of audit records. The hash of each record covers the hash of the previous one, so that a verification finds
/// a record that was changed, removed or moved (transport.md §6).
/// </summary>
internal sealed class AuditChain
{
    private const int NumberLength = sizeof(long);

    public string Stream { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The end of the stream; a writer that discards records sets it back.</summary>
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

/// <summary>The last record of a stream: its number, which is also the number of records, and its hash.</summary>
internal readonly record struct AuditHead(long Number, byte[] Hash)
{
    public static readonly AuditHead Start = new(0, []);
}

/// <summary>A record as stored in the trail.</summary>
/// <param name="Number">1 for the first record of the stream.</param>
/// <param name="Entry">The entry as JSON.</param>
internal sealed record AuditRecord(string Stream, long Number, byte[] Hash, ReadOnlyMemory<byte> Entry);
