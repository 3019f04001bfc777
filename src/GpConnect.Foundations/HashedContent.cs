using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace GpConnect.Foundations;

/// <summary>Joins pieces before they are hashed, because hashing them one by one takes longer than the hash itself.</summary>
/// <param name="capacity">In bytes, at least the total length of all pieces.</param>
internal sealed class HashedContent(int capacity) : IDisposable
{
    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(capacity);
    private int length;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
    }

    public void Add(string text) => length += Encoding.UTF8.GetBytes(text, buffer.AsSpan(length));

    /// <summary>The SHA-256 of everything that was added.</summary>
    public byte[] Hash() => SHA256.HashData(buffer.AsSpan(0, length));

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
