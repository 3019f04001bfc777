using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Records;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

internal static class SqliteSchema
{
    public const int Version = 2;

    /// <summary>The first schema, whose audit records have no hashes.</summary>
    private const int Unchained = 1;

    /// <summary>The number of tables that exist in every schema.</summary>
    private const int CommonTables = 4;

    /// <summary>Accepts only an empty database or a store, so that no tables are created in another program's file.</summary>
    /// <exception cref="StoreUnavailableException">The file is another program's.</exception>
    public static void RefuseForeign(SqliteConnection connection, string file)
    {
        // In this order, because another process may create the tables and the version, in one transaction, between the two reads.
        var (tables, ours) = Tables(connection);
        if (tables > 0 && (ours < CommonTables || ReadVersion(connection) < Unchained))
        {
            throw new StoreUnavailableException($"The store {file} cannot be used: it is the database of another program. Move it away, or choose another folder with --data or GPCONNECT_DATAFOLDER. Nothing was changed.");
        }
    }

    /// <summary>Accepts only a store that can be read as it is, without an upgrade.</summary>
    /// <exception cref="StoreUnavailableException">The file is another program's, or an earlier release wrote it.</exception>
    /// <exception cref="NewerSchemaException">A newer release wrote the file.</exception>
    public static void RequireCurrent(SqliteConnection connection, string file)
    {
        RefuseForeign(connection, file);
        if (SupportedVersion(connection, file) < Version)
        {
            throw new StoreUnavailableException($"The store {file} was written by an earlier release and is brought up to date when it is opened, which needs a file that can be written.");
        }
    }

    /// <summary>Creates the tables of the current schema, or upgrades an older one.</summary>
    /// <returns>Whether the database was empty.</returns>
    /// <exception cref="NewerSchemaException">A newer release wrote the file.</exception>
    public static bool Create(SqliteConnection connection)
    {
        var found = SupportedVersion(connection, connection.DataSource);
        if (found == Version)
        {
            return false;
        }

        // Two processes may start on one folder at the same time: the second then finds the tables already created.
        connection.Execute("BEGIN IMMEDIATE");
        found = ReadVersion(connection);
        var isUnchained = found == Unchained;
        if (isUnchained)
        {
            connection.Execute("ALTER TABLE audit RENAME TO audit_unchained");
        }

        connection.Execute($"""
            CREATE TABLE IF NOT EXISTS deployment (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
            CREATE TABLE IF NOT EXISTS practice (ods TEXT PRIMARY KEY, document BLOB NOT NULL) STRICT;
            CREATE TABLE IF NOT EXISTS record (
                practice TEXT NOT NULL,
                type TEXT NOT NULL,
                id TEXT NOT NULL,
                tag INTEGER NOT NULL,
                envelope BLOB NOT NULL,
                body BLOB NOT NULL,
                checksum BLOB NOT NULL,
                UNIQUE (practice, type, id)) STRICT;
            CREATE TABLE IF NOT EXISTS identifier (
                practice TEXT NOT NULL,
                type TEXT NOT NULL,
                token TEXT NOT NULL,
                ids TEXT NOT NULL,
                tag INTEGER NOT NULL,
                PRIMARY KEY (practice, type, token)) STRICT, WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS pds (token TEXT PRIMARY KEY, record BLOB NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS audit (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                stream TEXT NOT NULL,
                number INTEGER NOT NULL,
                hash BLOB NOT NULL,
                entry BLOB NOT NULL) STRICT;
            PRAGMA user_version = {Version};
            """);
        if (isUnchained)
        {
            ChainAudit(connection);
        }

        connection.Execute("COMMIT");
        return found == 0;
    }

    private static (long All, long Ours) Tables(SqliteConnection connection)
    {
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT count(*), count(*) FILTER (WHERE name IN ('deployment', 'practice', 'record', 'audit')) FROM sqlite_schema WHERE type IN ('table', 'view')";
        using var row = read.ExecuteReader();
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private static long SupportedVersion(SqliteConnection connection, string file)
    {
        var found = ReadVersion(connection);
        return found <= Version
            ? found
            : throw new NewerSchemaException($"{file} was written by a newer release (schema {found}; this one supports {Version}). Use that release, or restore a backup made before the upgrade into a new folder.");
    }

    private static long ReadVersion(SqliteConnection connection)
    {
        using var read = connection.CreateCommand();
        read.CommandText = "PRAGMA user_version";
        return (long)read.ExecuteScalar()!;
    }

    /// <summary>Turns the entries of schema 1 into one stream, so that any later change to them is detected.</summary>
    private static void ChainAudit(SqliteConnection connection)
    {
        var chain = new AuditChain();
        using var append = new SqliteStatement(connection, "INSERT INTO audit (sequence, stream, number, hash, entry) VALUES (?1, ?2, ?3, ?4, ?5)");
        using var select = new SqliteStatement(connection, "SELECT sequence, entry FROM audit_unchained ORDER BY sequence");
        using (var row = select.Query())
        {
            while (row.Read())
            {
                var record = chain.Append(row.Blob(1).ToArray());
                append.Execute(row.Number(0), record.Stream, record.Number, record.Hash, record.Entry.ToArray());
            }
        }

        connection.Execute("DROP TABLE audit_unchained");
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
