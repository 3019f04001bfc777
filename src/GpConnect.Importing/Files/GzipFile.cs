using System.Buffers.Binary;
using System.IO.Compression;

namespace GpConnect.Importing.Files;

/// <summary>
/// The content of a gzip file. .NET reads a truncated file without an error, so the length at the end of the file is compared with
/// what was read: an incomplete copy must not pass for all the patients of a practice.
/// </summary>
/// <param name="file">A seekable stream, disposed with this one.</param>
internal sealed class GzipFile(Stream file) : ReadOnlyStream
{
    public const string Error = "the file is damaged or cut off, or made of several gzip files; the rest of it was not read";

    private const int LengthOfLength = sizeof(uint);

    private readonly uint length = LengthOf(file);
    private readonly GZipStream content = new(file, CompressionMode.Decompress);
    private uint read;

    public override int Read(Span<byte> buffer)
    {
        var count = content.Read(buffer);
        read = unchecked(read + (uint)count);
        return count > 0 || buffer.IsEmpty || read == length ? count : throw new InvalidDataException(Error);
    }

    protected override void Dispose(bool disposing)
    {
        content.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The last four bytes: the length of the content modulo 2³². A shorter file gets a length that refuses it.</summary>
    private static uint LengthOf(Stream file)
    {
        Span<byte> end = stackalloc byte[LengthOfLength];
        if (file.Length < LengthOfLength)
        {
            return uint.MaxValue;
        }

        file.Seek(-LengthOfLength, SeekOrigin.End);
        file.ReadExactly(end);
        file.Seek(0, SeekOrigin.Begin);
        return BinaryPrimitives.ReadUInt32LittleEndian(end);
    }
}
