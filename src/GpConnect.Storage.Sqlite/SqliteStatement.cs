using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// One prepared statement with positional parameters, used by one thread at a time. It bypasses the commands and readers of
/// Microsoft.Data.Sqlite, whose overhead in a read exceeds SQLite's own work.
/// </summary>
internal sealed class SqliteStatement(SqliteConnection connection, string sql) : IDisposable
{
    private readonly sqlite3 database = connection.Handle!;
    private sqlite3_stmt? prepared;

    /// <summary>Prepared on first use, so that an unreadable table does not block statements on other tables.</summary>
    private sqlite3_stmt Statement => prepared ??= Prepare();

    /// <summary>Runs a query; the caller disposes the rows before the next use.</summary>
    /// <param name="values">The parameters <c>?1</c>, <c>?2</c> and so on, as <c>string</c>, <c>byte[]</c> or <c>long</c>.</param>
    public SqliteRows Query(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return new SqliteRows(this, Statement);
    }

    /// <summary>Runs a change and returns the number of rows that it affected.</summary>
    /// <param name="values">As in <see cref="Query"/>.</param>
    public int Execute(params ReadOnlySpan<object> values)
    {
        using var rows = Query(values);
        rows.Read();
        return raw.sqlite3_changes(database);
    }

    /// <summary>Advances to the next row; false after the last one.</summary>
    /// <exception cref="SqliteException">The database is busy, damaged, full or cannot be read.</exception>
    public bool Step()
    {
        var result = raw.sqlite3_step(Statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        SqliteException.ThrowExceptionForRC(result, database);
        return false;
    }

    public void Dispose() => prepared?.Dispose();

    private sqlite3_stmt Prepare()
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement), database);
        return statement;
    }

    private void Bind(ReadOnlySpan<object> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            SqliteException.ThrowExceptionForRC(Bind(index + 1, values[index]), database);
        }
    }

    private int Bind(int position, object value) => value switch
    {
        string text => raw.sqlite3_bind_text(Statement, position, text),
        byte[] blob => raw.sqlite3_bind_blob(Statement, position, blob),
        long number => raw.sqlite3_bind_int64(Statement, position, number),
        _ => throw new ArgumentException("A parameter has to be a string, a byte array or a long.", nameof(value)),
    };
}
