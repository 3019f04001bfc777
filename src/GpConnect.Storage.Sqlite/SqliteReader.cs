using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>A connection for reading, with prepared statements for the hot path.</summary>
internal sealed class SqliteReader(SqliteConnection connection) : IDisposable
{
    public SqliteStatement Record { get; } =
        new(connection, "SELECT tag, envelope, body, checksum FROM record WHERE practice = ?1 AND type = ?2 AND id = ?3");

    public SqliteStatement Identifier { get; } =
        new(connection, "SELECT ids, tag FROM identifier WHERE practice = ?1 AND type = ?2 AND token = ?3");

    public SqliteStatement Practice { get; } = new(connection, "SELECT document FROM practice WHERE ods = ?1");

    public SqliteStatement Pds { get; } = new(connection, "SELECT record FROM pds WHERE token = ?1");

    public SqliteConnection Connection => connection;

    public void Dispose()
    {
        Record.Dispose();
        Identifier.Dispose();
        Practice.Dispose();
        Pds.Dispose();
        connection.Dispose();
    }
}
