using GpConnect.Foundations.Audit;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>Reads the last record of a blob without the rest of it.</summary>
internal static class AuditTail
{
    /// <summary>Bytes that are read; more than the first are needed for an entry of many resources only.</summary>
    private static readonly long[] Lengths = [16 * 1024, 4 * 1024 * 1024];

    /// <returns>Null where the blob does not end with a record.</returns>
    public static async Task<AuditRecord?> ReadAsync(AuditContainer container, AuditBlob blob, CancellationToken cancellation)
    {
        foreach (var length in Lengths)
        {
            var bytes = await container.ReadEndAsync(blob, Math.Min(length, blob.Length), cancellation);
            if (LastLine(bytes, isWhole: bytes.Length == blob.Length) is { } line)
            {
                return AuditLine.Read(line, out _);
            }
        }

        return null;
    }

    private static ReadOnlyMemory<byte>? LastLine(ReadOnlyMemory<byte> bytes, bool isWhole)
    {
        var lines = bytes.Span.TrimEnd((byte)'\n');
        var before = lines.LastIndexOf((byte)'\n');
        return before >= 0 || isWhole ? bytes[(before + 1)..lines.Length] : null;
    }
}
