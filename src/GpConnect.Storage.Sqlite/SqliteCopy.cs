using System.Text.Json;
using GpConnect.Foundations.Records;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>A backup file, opened for reading, before it is trusted.</summary>
internal sealed class SqliteCopy : IDisposable
{
    private const int NotADatabase = 26;

    private readonly SqliteConnection connection;

    public SqliteCopy(string file)
    {
        File = file;
        var builder = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        connection = new SqliteConnection(builder.ConnectionString);
    }

    public string File { get; }

    public SqliteContents Contents() => SqliteContents.Read(connection);

    /// <summary>
    /// The reason why the copy must not be restored; null when it is complete, has a schema that this release can read, is not
    /// empty, and every record is intact.
    /// </summary>
    public string? Error()
    {
        try
        {
            connection.Open();
            if ((long)Scalar("PRAGMA user_version")! is < 1 or > SqliteSchema.Version)
            {
                return "The file is not a backup of this release.";
            }

            return (string)Scalar("PRAGMA integrity_check")! == "ok" ? RecordError() ?? (Contents().IsEmpty ? "The backup is empty." : null) : "The file is damaged.";
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is NotADatabase or 1 or 11)
        {
            return "The file is not a backup, or it is damaged.";
        }
        catch (SqliteException exception)
        {
            return $"{File} cannot be read (SQLite error {exception.SqliteErrorCode}).";
        }
    }

    /// <summary>The copy's key for <see cref="IdentifierHashes"/>.</summary>
    public ReadOnlyMemory<byte> Key() => (byte[])Scalar("SELECT value FROM deployment WHERE name = 'identifier-key'")!;

    public void Dispose() => connection.Dispose();

    private string? RecordError()
    {
        if (Scalar("SELECT value FROM deployment WHERE name = 'identifier-key'") is not byte[])
        {
            return "The file holds no key.";
        }

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT practice, type, id, envelope, body, checksum FROM record";
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var key = new RecordKey(row.GetString(0), row.GetString(1), row.GetString(2));
            var envelope = row.GetFieldValue<byte[]>(3);
            if (!RecordChecksum.Of(key, envelope, row.GetFieldValue<byte[]>(4)).AsSpan().SequenceEqual(row.GetFieldValue<byte[]>(5)) || !IsEnvelope(envelope))
            {
                return $"The file holds a damaged {key.ResourceType}.";
            }
        }

        return null;
    }

    private static bool IsEnvelope(byte[] envelope)
    {
        try
        {
            return Envelope.Read(envelope) is not null;
        }
        catch (Exception exception) when (exception is JsonException or NewerSchemaException)
        {
            return false;
        }
    }

    private object? Scalar(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        return command.ExecuteScalar();
    }
}
