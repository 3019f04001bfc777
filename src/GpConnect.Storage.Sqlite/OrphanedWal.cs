using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// A write-ahead log (<c>-wal</c>) that belongs to another file. SQLite silently deletes it next to an empty file and applies it to
/// any other file; either way acknowledged changes would be lost.
/// </summary>
internal static class OrphanedWal
{
    /// <summary>Offset of the file format write version in the database header (SQLite's file format, 1.3.3).</summary>
    private const int WriteVersion = 18;

    /// <summary>The value in a file that <c>backup</c> wrote. A store has 2 there before the first byte of its log is written.</summary>
    private const byte WithoutLog = 1;

    private const string Remedy = "See docs/operations/damaged-database.md, 'A log without its store', before anything else; nothing was changed";

    /// <summary>
    /// Checks the files before SQLite opens anything. The log is checked first, because another process that creates a store
    /// writes the file before the log.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The log next to the file belongs to another file.</exception>
    public static void Refuse(string file)
    {
        var path = Path.GetFullPath(file);
        if (!HasContent($"{path}-wal") || Directory.Exists(path))
        {
            return;
        }

        if (!HasContent(path))
        {
            throw new StoreUnavailableException($"The store {path} is missing or empty, but its log {path}-wal is there and holds changes. {Remedy}.");
        }

        if (IsBackup(path))
        {
            throw new StoreUnavailableException($"The store {path} is a backup, or never was a store, and the log {path}-wal next to it belongs to another file. {Remedy}.");
        }
    }

    private static bool HasContent(string file) => new FileInfo(file) is { Exists: true, Length: > 0 };

    /// <summary>
    /// Reads the file directly, because SQLite would read the log too. Closing the file releases every lock that this process has
    /// on it, so call this only before the process opens the store.
    /// </summary>
    private static bool IsBackup(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[WriteVersion + 1];
        return stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            && header.StartsWith("SQLite format 3\0"u8)
            && header[WriteVersion] == WithoutLog;
    }
}
