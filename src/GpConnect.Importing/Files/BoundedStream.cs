namespace GpConnect.Importing.Files;

/// <summary>
/// Stops reading a record that is too large before it fills the memory: a gzip file of one megabyte may hold a gigabyte, and nothing
/// limits the length of a quoted field or an attribute.
/// </summary>
internal sealed class BoundedStream(Stream content) : ReadOnlyStream
{
    public const string Error = "a record is larger than 4 MB; the rest of the file was not read";

    /// <summary>Bytes of the longest record plus what its reader may read ahead.</summary>
    private const long MaxBytes = Utf8Lines.LongestLine + 64 * 1024;

    private long read;

    /// <summary>Whether there was nothing to read so far.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Starts counting the next record.</summary>
    public void Restart() => read = 0;

    public override int Read(Span<byte> buffer)
    {
        var count = content.Read(buffer);
        read += count;
        IsEmpty &= count == 0;
        return read <= MaxBytes ? count : throw new InvalidDataException(Error);
    }

    protected override void Dispose(bool disposing)
    {
        content.Dispose();
        base.Dispose(disposing);
    }
}
