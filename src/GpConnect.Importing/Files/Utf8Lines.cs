namespace GpConnect.Importing.Files;

/// <summary>The lines of a file as undecoded bytes; only one line is in memory at a time.</summary>
internal static class Utf8Lines
{
    /// <summary>Longest line in bytes. A Patient has a few kilobytes.</summary>
    public const int LongestLine = 4 * 1024 * 1024;

    private const int FirstBuffer = 256 * 1024;

    /// <returns>Each line in its own array; null for a line that is too long, after which reading stops.</returns>
    public static IEnumerable<byte[]?> Read(Stream stream)
    {
        var buffer = new byte[FirstBuffer];
        var (start, end) = (0, 0);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                yield return Line(buffer, start, length);
                start += length + 1;
                continue;
            }

            if (end - start > LongestLine)
            {
                yield return null;
                yield break;
            }

            (buffer, end) = MakeRoom(buffer, start, end);
            start = 0;
            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                yield return Line(buffer, 0, end);
                yield break;
            }

            end += read;
        }
    }

    private static (byte[] Buffer, int End) MakeRoom(byte[] buffer, int start, int end)
    {
        var held = end - start;
        var target = held > buffer.Length / 2 ? new byte[2 * buffer.Length] : buffer;
        Buffer.BlockCopy(buffer, start, target, 0, held);
        return (target, held);
    }

    private static byte[] Line(byte[] buffer, int start, int length) =>
        buffer.AsSpan(start, length).TrimEnd((byte)'\r').ToArray();
}
