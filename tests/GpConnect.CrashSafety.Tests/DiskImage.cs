using GpConnect.Testing.CrashSafety;

namespace GpConnect.CrashSafety.Tests;

/// <summary>
/// The contents of a disk after a power cut: everything that was flushed, and a chosen part of the rest. A disk may write pages in
/// any order, so every subset of the unflushed pages is possible.
/// </summary>
internal sealed class DiskImage
{
    private const int PageSize = 4096;

    private readonly string folder;
    private readonly Func<bool> isKept;
    private readonly Dictionary<string, FileContent> files = [];
    private readonly Dictionary<string, long> flushed = [];

    /// <param name="folder">The recorded folder.</param>
    /// <param name="original">A copy of the folder from before the recording.</param>
    /// <param name="isKept">Decides for each page that was not flushed, and for each file that was created or removed.</param>
    public DiskImage(string folder, string original, IReadOnlyList<DiskEvent> events, Func<bool> isKept)
    {
        this.folder = folder;
        this.isKept = isKept;
        foreach (var file in Directory.EnumerateFiles(original))
        {
            files.Add(Path.Combine(folder, Path.GetFileName(file)), new FileContent(File.ReadAllBytes(file)));
        }

        foreach (var flush in events.Where(one => one.Kind == DiskEventKind.Flush))
        {
            flushed[flush.Path] = flush.Offset;
        }

        foreach (var change in events.Where(one => one.Kind is DiskEventKind.Write or DiskEventKind.Truncate or DiskEventKind.Unlink && IsKeptOnDisk(one.Path)))
        {
            Apply(change);
        }
    }

    public void WriteTo(string target)
    {
        foreach (var (path, content) in files.Where(file => file.Value.IsThere))
        {
            File.WriteAllBytes(Path.Combine(target, Path.GetFileName(path)), content.Bytes);
        }
    }

    /// <summary>After a power cut, the shared memory of the processes is gone, and so are deleted files that were still open.</summary>
    private static bool IsKeptOnDisk(string path) =>
        !path.EndsWith("-shm", StringComparison.Ordinal) && !path.EndsWith(" (deleted)", StringComparison.Ordinal);

    private void Apply(DiskEvent change)
    {
        if (change.Kind == DiskEventKind.Unlink)
        {
            if (IsFlushed(folder, change) || isKept())
            {
                files.Remove(change.Path);
            }

            return;
        }

        if (!files.TryGetValue(change.Path, out var file))
        {
            // A new file certainly exists after the cut only if its folder was flushed.
            file = files[change.Path] = new FileContent([]) { IsThere = IsFlushed(folder, change) || isKept() };
        }

        if (change.Kind == DiskEventKind.Truncate)
        {
            if (IsFlushed(change.Path, change) || isKept())
            {
                file.Resize(change.Offset);
            }

            return;
        }

        Write(file, change);
    }

    private void Write(FileContent file, DiskEvent write)
    {
        for (var done = 0; done < write.Data.Length;)
        {
            var offset = write.Offset + done;
            var length = (int)Math.Min(write.Data.Length - done, PageSize - offset % PageSize);
            if (IsFlushed(write.Path, write) || isKept())
            {
                file.Write(offset, write.Data.Span.Slice(done, length));
            }

            done += length;
        }
    }

    private bool IsFlushed(string path, DiskEvent change) => change.Position < flushed.GetValueOrDefault(path);

    private sealed class FileContent(byte[] start)
    {
        private byte[] bytes = start;
        private long length = start.Length;

        public bool IsThere { get; init; } = true;

        public byte[] Bytes => bytes[..(int)length];

        public void Write(long offset, ReadOnlySpan<byte> data)
        {
            Resize(Math.Max(length, offset + data.Length));
            data.CopyTo(bytes.AsSpan((int)offset));
        }

        public void Resize(long next)
        {
            if (next > bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Max(next, 2L * bytes.Length));
            }

            if (next < length)
            {
                bytes.AsSpan((int)next..(int)length).Clear();
            }

            length = next;
        }
    }
}
