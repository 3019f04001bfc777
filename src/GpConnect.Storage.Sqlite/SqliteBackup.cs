using GpConnect.Foundations;
using GpConnect.Foundations.Audit;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>Copies the store to a file and back while it is in use.</summary>
internal static class SqliteBackup
{
    private static readonly string[] Tables = ["deployment", "practice", "record", "identifier", "pds"];

    /// <summary>Writes a consistent copy; the file has its name only once it is whole and on the disk.</summary>
    /// <exception cref="IOException">The file exists already or cannot be written.</exception>
    public static void Write(SqliteDatabase database, string file)
    {
        var partial = $"{file}.{Guid.NewGuid():N}.partial";
        try
        {
            // The copy holds patients and the key, so nobody else may read it, not even while it grows.
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
    /// Replaces everything but the audit trail by what a sound copy holds, in one transaction with its audit entry.
    /// Readers go on and see the old state or the new one.
    /// </summary>
    /// <param name="isSameKey">Whether the copy has the store's own key; the caller has checked it.</param>
    public static void Restore(SqliteDatabase database, string file, bool isSameKey, AuditEntry audit)
    {
        var connection = database.Lasting;
        if (!isSameKey)
        {
            // Other processes keep the key they read at their start, so there must be none: leaving WAL tells, as SQLite
            // refuses it while any other connection to the file is open.
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
