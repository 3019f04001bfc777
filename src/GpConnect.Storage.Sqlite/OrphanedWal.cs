using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// A log (<c>-wal</c>) that is not the file's own. SQLite deletes it beside an empty file, and mixes it into any other, without a
/// word: changes that were acknowledged would be lost.
/// </summary>
internal static class OrphanedWal
{
    /// <summary>Where the header of a database says how it is written (SQLite's file format, 1.3.3).</summary>
    private const int WriteVersion = 18;

    /// <summary>What <c>backup</c> writes. A store says 2 before its log gets a first byte.</summary>
    private const byte WithoutLog = 1;

    private const string Remedy = "See docs/operations/damaged-database.md, 'A log without its store', before anything else; nothing was changed";

    /// <summary>
    /// Looks before SQLite opens anything. The log is looked at first: another process that begins a store makes the file
    /// before the log.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The log beside the file is of another file.</exception>
    public static void Refuse(string file)
    {
        var place = Path.GetFullPath(file);
        if (!HasContent($"{place}-wal") || Directory.Exists(place))
        {
            return;
        }

        if (!HasContent(place))
        {
            throw new StoreUnavailableException($"The store {place} is missing or empty, but its log {place}-wal is there and holds changes. {Remedy}.");
        }

        if (IsBackup(place))
        {
            throw new StoreUnavailableException($"The store {place} is a backup, or never was a store, and the log {place}-wal beside it is of another file. {Remedy}.");
        }
    }

    private static bool HasContent(string file) => new FileInfo(file) is { Exists: true, Length: > 0 };

    /// <summary>
    /// Reads the file itself, since SQLite would read the log too. Closing it gives up the locks that this process has on it, so
    /// this is for a process that does not have the store open yet.
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
