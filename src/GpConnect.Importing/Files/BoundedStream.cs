namespace GpConnect.Importing.Files;

/// <summary>
/// Ends the reading of a record that is too large before it fills the memory. A gzip file of a megabyte may hold a gigabyte, and a
/// quoted field or an attribute is as long as its writer likes.
/// </summary>
internal sealed class BoundedStream(Stream content) : ReadOnlyStream
{
    public const string Error = "a record is larger than 4 MB; what comes after this was not read";

    /// <summary>Bytes of a record, and of what its reader takes ahead.</summary>
    private const long Most = Utf8Lines.LongestLine + 64 * 1024;

    private long read;

    /// <summary>A record is done.</summary>
    public void Restart() => read = 0;

    public override int Read(Span<byte> buffer)
    {
        var count = content.Read(buffer);
        read += count;
        return read <= Most ? count : throw new InvalidDataException(Error);
    }

    protected override void Dispose(bool disposing)
    {
        content.Dispose();
        base.Dispose(disposing);
    }
}
