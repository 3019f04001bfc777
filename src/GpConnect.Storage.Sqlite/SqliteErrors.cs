using GpConnect.Foundations;
using GpConnect.Foundations.Records;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>Translates SQLite's errors, a number and a few words, into ones that name the file, the reason and the remedy.</summary>
internal static class SqliteErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    private const string Replace = "Stop the server, move the file away with its -wal and -shm, keep them, and restore the newest backup (docs/operations/damaged-database.md, 'A damaged store')";

    /// <summary>Whether the error means that the contents of the file can no longer be trusted.</summary>
    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is Corrupt or NotADatabase;

    /// <summary>Whether the error means that SQLite may not write the file, or make files beside it.</summary>
    public static bool IsReadOnly(SqliteException exception) => exception.SqliteErrorCode is ReadOnly or CannotOpen;

    /// <summary>SQLite opens a file that it may not write for reading only, and reports that only when something is written.</summary>
    public static SqliteException ReadOnlyFile() => new("The file is read-only.", ReadOnly);

    /// <summary>Explains an error of the file or its disk; any other error is a defect of this program and is returned unchanged.</summary>
    public static Exception Translate(SqliteException exception, string file)
    {
        return exception.SqliteErrorCode switch
        {
            Busy or Locked => new StoreBusyException(exception, $"The store {file} is locked by another process."),
            ReadOnly => Unusable($"it is read-only{Modes(file)}", "Check the owner and the mode of the file and its folder, and whether the disk is mounted read-only"),
            InputOutput => Unusable("its disk reports errors, or its -wal was removed while the store was in use", "Check the disk, the system's log, and that gpconnect.db-wal is there (docs/operations/damaged-database.md)"),
            Corrupt => Unusable("it is damaged", Replace),
            Full => Unusable("its disk is full", "Make space"),
            CannotOpen when Directory.Exists(file) => Unusable("it is a folder", "Move the folder away; the store has to be a file"),
            CannotOpen => Unusable($"it cannot be opened{Modes(file)}", "Check that the file is there, and the owner and the mode of the file and its folder"),
            NotADatabase => Unusable("it is not a database, or its beginning is damaged", Replace),
            _ => exception,
        };

        StoreUnavailableException Unusable(string reason, string remedy) =>
            new($"The store {file} cannot be used: {reason} (SQLite error {exception.SqliteErrorCode}). {remedy}.", exception);
    }

    private static string Modes(string file) =>
        $"{FileErrors.ModeOf(file, ", with")}{FileErrors.ModeOf(Path.GetDirectoryName(file)!, ", in a folder with")}";
}
