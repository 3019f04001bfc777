using GpConnect.Foundations.Audit;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>Reads the last record of a blob without reading the rest.</summary>
internal static class AuditTail
{
    /// <summary>Bytes to read from the end, tried in order. Only an entry that names many resources needs the second.</summary>
    private static readonly long[] Lengths = [16 * 1024, 4 * 1024 * 1024];

    /// <returns>Null when the blob does not end with a record.</returns>
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
