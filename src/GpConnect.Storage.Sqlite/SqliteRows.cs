using SQLitePCL;

namespace GpConnect.Storage.Sqlite;

/// <summary>The rows of a query, one at a time, with columns counted from 0.</summary>
internal readonly struct SqliteRows(SqliteStatement query, sqlite3_stmt statement) : IDisposable
{
    public bool Read() => query.Step();

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>The bytes of a blob in SQLite's own memory; valid until the next row.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose()
    {
        // The result of a reset repeats that of the last step, which was checked there.
        raw.sqlite3_reset(statement);
        raw.sqlite3_clear_bindings(statement);
    }
}
