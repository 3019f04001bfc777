using System.Text;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.BatchTrace;

/// <summary>
/// The text of a response file. The services do not state their encoding (spine-clients.md §3.1), and it is never guessed, because a
/// wrong guess could change a name. Error messages say what to do and, for a wrong encoding, name the line.
/// </summary>
internal static class BatchTraceText
{
    public const string Utf8 = "utf-8";
    public const string Windows1252 = "windows-1252";

    /// <summary>Largest content in bytes: twice as much as half a million rows, the most that a request may hold.</summary>
    private const int MaximumSize = 256 * 1024 * 1024;

    public static string[] Encodings => [Utf8, Windows1252];

    public static (string Text, string? Error) Read(byte[] file, string encoding)
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
        using var gzip = new GzipFile(new MemoryStream(file));
        try
        {
            return DataFile.ReadAll(gzip, MaximumSize);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static (string Text, string? Error) Decode(ReadOnlySpan<byte> content, string encoding)
    {
        if (content.StartsWith(JsonFile.ByteOrderMark))
        {
            content = content[JsonFile.ByteOrderMark.Length..];
        }

        if (encoding == Windows1252)
        {
            return (CodePagesEncodingProvider.Instance.GetEncoding(Windows1252)!.GetString(content), null);
        }

        return LineOfError(content) is { } line
            ? ("", $"line {line} is not UTF-8: read it with --encoding {Windows1252} if it is that, or save it as UTF-8")
            : (Encoding.UTF8.GetString(content), null);
    }

    private static int? LineOfError(ReadOnlySpan<byte> content) =>
        InvalidUtf8.Find(content) is { } offset ? content[..offset].Count((byte)'\n') + 1 : null;
}
