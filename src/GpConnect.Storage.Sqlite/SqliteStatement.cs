using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// One prepared statement with positional parameters, used by one thread at a time. It goes past the commands and readers of
/// Microsoft.Data.Sqlite, which cost a read more than SQLite's own work does.
/// </summary>
internal sealed class SqliteStatement(SqliteConnection connection, string sql) : IDisposable
{
    private readonly sqlite3 database = connection.Handle!;
    private sqlite3_stmt? prepared;

    /// <summary>Prepared when it is first used, so that a table that cannot be read keeps nobody from the others.</summary>
    private sqlite3_stmt Statement => prepared ??= Prepare();

    /// <summary>Runs a query; the caller disposes the rows before the next use.</summary>
    /// <param name="values">For <c>?1</c>, <c>?2</c> and so on: texts, blobs (<c>byte[]</c>) and whole numbers (<c>long</c>).</param>
    public SqliteRows Query(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return new SqliteRows(this, Statement);
    }

    /// <summary>Runs a change and tells how many rows it touched.</summary>
    /// <param name="values">As those of <see cref="Query"/>.</param>
    public int Execute(params ReadOnlySpan<object> values)
    {
        using var rows = Query(values);
        rows.Read();
        return raw.sqlite3_changes(database);
    }

    /// <summary>Goes on to the next row; false after the last one.</summary>
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
        _ => throw new ArgumentException("Neither a text nor a blob nor a whole number.", nameof(value)),
    };
}
