using GpConnect.Functions.Audit;
using Microsoft.Data.Sqlite;

namespace GpConnect.Functions.Storage.Sqlite;

/// <summary>
/// The writer's connection with its statements prepared. Tags are random, not counted: a count repeats itself when a backup
/// is restored between somebody's read and write.
/// </summary>
internal sealed class SqliteWriteSession(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement savepoint = new(connection, "SAVEPOINT change");
    private readonly SqliteStatement rollBack = new(connection, "ROLLBACK TO change");
    private readonly SqliteStatement appendAudit = new(connection, "INSERT INTO audit (stream, number, hash, entry) VALUES ($1, $2, $3, $4)");
    private AuditHead headAtSavepoint;

    public SqliteStatement Begin { get; } = new(connection, "BEGIN IMMEDIATE");

    public SqliteStatement Commit { get; } = new(connection, "COMMIT");

    public SqliteStatement ReleaseSavepoint { get; } = new(connection, "RELEASE change");

    public SqliteStatement InsertRecord { get; } = new(connection, """
        INSERT INTO record (practice, type, id, envelope, body, checksum, tag)
        VALUES ($1, $2, $3, $4, $5, $6, random()) ON CONFLICT DO NOTHING
        """);

    public SqliteStatement ReplaceRecord { get; } = new(connection, """
        UPDATE record SET envelope = $4, body = $5, checksum = $6, tag = random()
        WHERE practice = $1 AND type = $2 AND id = $3 AND tag = $7
        """);

    public SqliteStatement InsertIdentifier { get; } = new(connection, """
        INSERT INTO identifier (practice, type, token, ids, tag) VALUES ($1, $2, $3, $4, random()) ON CONFLICT DO NOTHING
        """);

    public SqliteStatement ReplaceIdentifier { get; } = new(connection, """
        UPDATE identifier SET ids = $4, tag = random()
        WHERE practice = $1 AND type = $2 AND token = $3 AND tag = $5
        """);

    public SqliteStatement SavePractice { get; } = new(connection, """
        INSERT INTO practice (ods, document) VALUES ($1, $2) ON CONFLICT (ods) DO UPDATE SET document = excluded.document
        """);

    public SqliteStatement SavePds { get; } = new(connection, """
        INSERT INTO pds (token, record) VALUES ($1, $2) ON CONFLICT (token) DO UPDATE SET record = excluded.record
        """);

    public SqliteConnection Connection => connection;

    /// <summary>The stream of audit records that this session has to itself.</summary>
    public AuditChain Chain { get; } = new();

    public void Append(AuditEntry entry)
    {
        var record = Chain.Append(entry.Json);
        appendAudit.Execute(record.Stream, record.Number, record.Hash, entry.Json);
    }

    public void SetSavepoint()
    {
        savepoint.Execute();
        headAtSavepoint = Chain.Head;
    }

    public void RollBackToSavepoint()
    {
        rollBack.Execute();
        Chain.Head = headAtSavepoint;
    }

    public void Dispose()
    {
        // Disposing the connection rolls an open transaction back and finalises its statements.
        connection.Dispose();
    }
}
