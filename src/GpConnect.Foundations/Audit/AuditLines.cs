using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace GpConnect.Foundations.Audit;

/// <summary>
/// Reads a file of the trail that holds the records of one stream, one per line. Consecutive lines that are not records are
/// reported as one error, because an earlier release may have written one record over several lines.
/// </summary>
internal sealed class AuditLines(string file, string stream)
{
    /// <summary>Longest line in bytes; a record is a few kilobytes.</summary>
    private const int LongestLine = 4 * 1024 * 1024;

    private readonly byte[] start = Encoding.UTF8.GetBytes($"{{\"stream\":\"{stream}\"");
    private (int First, int Last, string Reason)? unreadable;

    public async IAsyncEnumerable<AuditReading> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var number = 0;
        await foreach (var line in SplitAsync(content, cancellation))
        {
            number++;
            var record = Read(line, out var error);
            if (unreadable is { } before && (record is not null || line.AsSpan().StartsWith(start)))
            {
                yield return Error(before);
                unreadable = null;
            }

            if (record is not null)
            {
                yield return new AuditReading(record, null);
                continue;
            }

            unreadable = unreadable is { } begun ? begun with { Last = number } : (number, number, error!);
        }

        if (unreadable is { } last)
        {
            yield return Error(last);
        }
    }

    private AuditRecord? Read(byte[]? line, out string? error)
    {
        if (line is null)
        {
            error = $"is longer than {LongestLine} bytes";
            return null;
        }

        var record = AuditLine.Read(line, out error);
        if (record is null || record.Stream == stream)
        {
            return record;
        }

        error = "is not a record of the file's stream";
        return null;
    }

    private AuditReading Error((int First, int Last, string Reason) place)
    {
        var lines = place.First == place.Last ? $"line {place.First}" : $"lines {place.First} to {place.Last}";
        return new AuditReading(null, new AuditError($"{file}, {lines}", stream, place.Last - place.First + 1, place.Reason));
    }

    /// <returns>Each line in its own memory; null for a line that is too long.</returns>
    private static async IAsyncEnumerable<byte[]?> SplitAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(content);
        var isTooLong = false;
        while (true)
        {
            var read = await pipe.ReadAsync(cancellation);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return isTooLong ? null : buffer.Slice(0, end).ToArray();
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                isTooLong = false;
            }

            if (read.IsCompleted)
            {
                if (isTooLong || !buffer.IsEmpty)
                {
                    yield return isTooLong ? null : buffer.ToArray();
                }

                yield break;
            }

            isTooLong |= buffer.Length > LongestLine;
            pipe.AdvanceTo(isTooLong ? buffer.End : buffer.Start, buffer.End);
        }
    }
}
