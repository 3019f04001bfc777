using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace GpConnect.Functions.Importing.BatchTrace;

/// <summary>
/// The text of a response file. The services do not state their encoding (spine-clients.md §3.1), so it is never guessed: a file
/// in another one could change a name. What is said of a fault names the line and what to do.
/// </summary>
internal static class TraceText
{
    public const string Utf8 = "utf-8";
    public const string Windows1252 = "windows-1252";

    /// <summary>Bytes; half a million rows, the most that a request may hold, have half of it.</summary>
    private const int MaximumSize = 256 * 1024 * 1024;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    public static string[] Encodings => [Utf8, Windows1252];

    public static (string Text, string? Fault) Read(byte[] file, string encoding)
    {
        switch (file)
        {
            case [0x1F, 0x8B, _, _, _, _, ..]:
                return Unpack(file) is { } content ? Decode(content, encoding) : ("", "it is gzip, and damaged or larger than 256 MiB: unpack it");
            case [(byte)'P', (byte)'K', 3, 4, ..]:
                return ("", "it is a ZIP archive: unpack it");
            case [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]:
                return ("", "it is UTF-16 from line 1 on: save it as UTF-8");
            default:
                return Decode(file, encoding);
        }
    }

    private static byte[]? Unpack(byte[] file)
    {
        using var unpacked = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        try
        {
            for (var read = gzip.Read(buffer); read > 0; read = gzip.Read(buffer))
            {
                if (unpacked.Length + read > MaximumSize)
                {
                    return null;
                }

                unpacked.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        // The stream takes a file that is cut off for one that ends; the last field holds the length of all.
        return BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(file.Length - sizeof(uint))) == (uint)unpacked.Length ? unpacked.ToArray() : null;
    }

    private static (string Text, string? Fault) Decode(ReadOnlySpan<byte> content, string encoding)
    {
        if (content.StartsWith(ByteOrderMark))
        {
            content = content[ByteOrderMark.Length..];
        }

        if (encoding == Windows1252)
        {
            return (CodePagesEncodingProvider.Instance.GetEncoding(Windows1252)!.GetString(content), null);
        }

        return LineOfFault(content) is { } line
            ? ("", $"line {line} is not UTF-8: read it with --encoding {Windows1252} if it is that, or save it as UTF-8")
            : (Encoding.UTF8.GetString(content), null);
    }

    private static int? LineOfFault(ReadOnlySpan<byte> content)
    {
        var position = 0;
        while (Rune.DecodeFromUtf8(content[position..], out _, out var length) == OperationStatus.Done)
        {
            position += length;
        }

        return position == content.Length ? null : content[..position].Count((byte)'\n') + 1;
    }
}
