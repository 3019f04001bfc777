using Microsoft.Data.Sqlite;

namespace GpConnect.Functions.Storage.Sqlite;

internal static class SqliteSchema
{
    public const int Version = 1;

    public static void Create(SqliteConnection connection)
    {
        using var read = connection.CreateCommand();
        read.CommandText = "PRAGMA user_version";
        var found = (long)read.ExecuteScalar()!;
        if (found > Version)
        {
            throw new InvalidDataException($"The data folder was written by a newer release (schema {found}; this one knows {Version}).");
        }

        if (found == Version)
        {
            return;
        }

        // Two processes may start on an empty folder at once: every statement tolerates the other one's work.
        connection.Execute($"""
            BEGIN IMMEDIATE;
            CREATE TABLE IF NOT EXISTS deployment (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
            CREATE TABLE IF NOT EXISTS practice (ods TEXT PRIMARY KEY, document BLOB NOT NULL) STRICT;
            CREATE TABLE IF NOT EXISTS record (
                practice TEXT NOT NULL,
                type TEXT NOT NULL,
                id TEXT NOT NULL,
                version INTEGER NOT NULL,
                envelope BLOB NOT NULL,
                body BLOB NOT NULL,
                checksum BLOB NOT NULL,
                UNIQUE (practice, type, id)) STRICT;
            CREATE TABLE IF NOT EXISTS identifier (
                practice TEXT NOT NULL,
                type TEXT NOT NULL,
                token TEXT NOT NULL,
                ids TEXT NOT NULL,
                version INTEGER NOT NULL,
                PRIMARY KEY (practice, type, token)) STRICT, WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS pds (token TEXT PRIMARY KEY, record BLOB NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS audit (sequence INTEGER PRIMARY KEY AUTOINCREMENT, entry BLOB NOT NULL) STRICT;
            PRAGMA user_version = {Version};
            COMMIT;
            """);
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
