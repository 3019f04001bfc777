using GpConnect.Foundations;
using GpConnect.Foundations.Audit;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>Copies the store to a file and back while it is in use.</summary>
internal static class SqliteBackup
{
    private static readonly string[] Tables = ["deployment", "practice", "record", "identifier", "pds"];

    /// <summary>Writes a consistent copy; the file gets its name only when it is complete and flushed to disk.</summary>
    /// <exception cref="IOException">The file exists already or cannot be written.</exception>
    public static void Write(SqliteDatabase database, string file)
    {
        var partial = $"{file}.{Guid.NewGuid():N}.partial";
        try
        {
            // The copy holds patients and the key, so only its owner may read it, even while it is being written.
            OwnerOnly.Create(partial).Dispose();
            using (var connection = database.Open())
            using (var command = connection.CreateCommand())
            {
                command.CommandText = "VACUUM INTO $file";
                command.CommandTimeout = 0;
                command.Parameters.AddWithValue("$file", partial);
                command.ExecuteNonQuery();
            }

            using (var written = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }

            File.Move(partial, file, overwrite: false);
        }
        catch (SqliteException exception) when (SqliteErrors.IsDamage(exception))
        {
            throw database.Translate(exception);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>
    /// Replaces everything except the audit trail with the contents of a checked copy, in one transaction with the audit entry.
    /// Readers continue and see either the old state or the new one.
    /// </summary>
    /// <param name="isSameKey">Whether the copy has the same identifier key as the store, as the caller has determined.</param>
    public static void Restore(SqliteDatabase database, string file, bool isSameKey, AuditEntry audit)
    {
        var connection = database.KeepAlive;
        if (!isSameKey)
        {
            // Other processes would keep the key that they read at their start, so none may have the store open. Leaving WAL
            // checks that: SQLite refuses while any other connection to the file is open.
            connection.Execute("PRAGMA journal_mode = DELETE");
        }

        using (var attach = connection.CreateCommand())
        {
            attach.CommandText = "ATTACH DATABASE $file AS copy";
            attach.Parameters.AddWithValue("$file", file);
            attach.ExecuteNonQuery();
        }

        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var table in Tables)
        {
            Execute(connection, transaction, $"DELETE FROM main.{table}");
            Execute(connection, transaction, $"INSERT INTO main.{table} SELECT * FROM copy.{table}");
        }

        using var trail = new SqliteAuditChain(connection);
        trail.Append(audit);
        transaction.Commit();
        database.Heads.Note(trail.Chain);
        connection.Execute("DETACH DATABASE copy; PRAGMA journal_mode = WAL");
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
