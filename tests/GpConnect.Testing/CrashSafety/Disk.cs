using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Testing.CrashSafety;

/// <summary>The disk under a data folder, simulated by a library that is preloaded into the provider (disk.c).</summary>
internal sealed class Disk
{
    private static readonly Lazy<Task<string>> Library = new(CompileAsync);

    private readonly string library;
    private readonly string folder;
    private readonly string journal = Path.Combine(TestFolders.New(), "journal");
    private readonly string state = Path.Combine(TestFolders.New(), "state");

    private Disk(string library, string folder)
    {
        this.library = library;
        this.folder = folder;
        File.WriteAllText(state, "");
    }

    /// <summary>The environment variables that put the provider and its commands on this disk.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment =>
    [
        new("GPCONNECT_DATAFOLDER", folder),
        new("LD_PRELOAD", library),
        new("DISK_FOLDER", folder),
        new("DISK_JOURNAL", journal),
        new("DISK_STATE", state),
    ];

    /// <summary>Skips the test on a machine without Linux or without a C compiler.</summary>
    public static async Task<Disk> UnderAsync(string folder) => new(await Library.Value, folder);

    public void Become(DiskState next) => File.WriteAllText(state, next switch
    {
        DiskState.Full => "f",
        DiskState.ReadOnly => "r",
        DiskState.CannotFlush => "s",
        _ => "",
    });

    /// <summary>
    /// Until the result is disposed, nothing is written or recorded. Kill a process only while you hold it: a process that dies
    /// between a change and its record, or half-way through either, leaves a journal that no real disk could have produced.
    /// </summary>
    public async Task<IDisposable> StillAsync()
    {
        using var waitLimit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (TryLock() is { } alone)
            {
                return alone;
            }

            await Task.Delay(1, waitLimit.Token);
        }
    }

    /// <summary>The current length of the journal in bytes.</summary>
    public long Position() => new FileInfo(journal).Length;

    /// <summary>All events so far, in order.</summary>
    public IReadOnlyList<DiskEvent> Events()
    {
        ReadOnlyMemory<byte> bytes = File.ReadAllBytes(journal);
        var events = new List<DiskEvent>();
        for (var position = 0; position < bytes.Length;)
        {
            var read = DiskEvent.Read(bytes[position..], position, out var length);
            events.Add(read);
            position += length;
        }

        return events;
    }

    /// <returns>Null while an event is being recorded: its writer holds a shared lock on the journal (disk.c).</returns>
    private FileStream? TryLock()
    {
        try
        {
            return new FileStream(journal, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<string> CompileAsync()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "skipped, because libraries are preloaded on Linux only");
        var file = Path.Combine(TestFolders.New(), "disk.so");
        try
        {
            using var compiler = Process.Start(new ProcessStartInfo("cc", ["-shared", "-fPIC", "-O2", "-o", file, Repository.File("tests/GpConnect.Testing/CrashSafety/disk.c")]))!;
            await compiler.WaitForExitAsync();
            Assert.Equal(0, compiler.ExitCode);
            return file;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.False(System.Environment.GetEnvironmentVariable("CI") == "true", "In CI no test is skipped because there is no C compiler");
            throw new SkipException("skipped, because there is no C compiler (cc)");
        }
    }
}

internal enum DiskState
{
    Fine,
    Full,
    ReadOnly,
    CannotFlush,
}

internal enum DiskEventKind : uint
{
    Write = 1,
    Truncate = 2,
    Flush = 3,
    Unlink = 4,
}

/// <param name="Position">The event's position in the journal.</param>
/// <param name="Offset">
/// Write: the offset in the file. Truncate: the new length of the file. Flush: the journal position up to which it covers events.
/// </param>
internal sealed record DiskEvent(DiskEventKind Kind, long Position, string Path, long Offset, ReadOnlyMemory<byte> Data)
{
    private const int HeaderLength = 24;

    public static DiskEvent Read(ReadOnlyMemory<byte> bytes, long position, out int length)
    {
        var header = bytes.Span;
        var pathLength = (int)BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        var dataLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(header[16..]);
        length = HeaderLength + pathLength + dataLength;
        return new DiskEvent(
            (DiskEventKind)BinaryPrimitives.ReadUInt32LittleEndian(header),
            position,
            Encoding.UTF8.GetString(header.Slice(HeaderLength, pathLength)),
            (long)BinaryPrimitives.ReadUInt64LittleEndian(header[8..]),
            bytes.Slice(HeaderLength + pathLength, dataLength));
    }
}
