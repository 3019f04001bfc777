using GpConnect.Foundations.Audit;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// The writer's connection with its prepared statements. Tags are random rather than counted: a counted tag could recur when a
/// backup is restored between a caller's read and its write.
/// </summary>
internal sealed class SqliteWriteSession : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly List<SqliteStatement> statements = [];
    private readonly SqliteStatement begin;
    private readonly SqliteStatement savepoint;
    private readonly SqliteStatement rollBack;
    private readonly SqliteAuditChain audit;

    public SqliteWriteSession(SqliteConnection connection)
    {
        this.connection = connection;
        audit = new SqliteAuditChain(connection);
        savepoint = Prepare("SAVEPOINT change");
        rollBack = Prepare("ROLLBACK TO change");
        begin = Prepare("BEGIN IMMEDIATE");
        Commit = Prepare("COMMIT");
        ReleaseSavepoint = Prepare("RELEASE change");
        InsertRecord = Prepare("""
            INSERT INTO record (practice, type, id, envelope, body, checksum, tag)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, random()) ON CONFLICT DO NOTHING
            """);
        ReplaceRecord = Prepare("""
            UPDATE record SET envelope = ?4, body = ?5, checksum = ?6, tag = random()
            WHERE practice = ?1 AND type = ?2 AND id = ?3 AND tag = ?7
            """);
        InsertIdentifier = Prepare("""
            INSERT INTO identifier (practice, type, token, ids, tag) VALUES (?1, ?2, ?3, ?4, random()) ON CONFLICT DO NOTHING
            """);
        ReplaceIdentifier = Prepare("""
            UPDATE identifier SET ids = ?4, tag = random()
            WHERE practice = ?1 AND type = ?2 AND token = ?3 AND tag = ?5
            """);
        SavePractice = Prepare("""
            INSERT INTO practice (ods, document) VALUES (?1, ?2) ON CONFLICT (ods) DO UPDATE SET document = excluded.document
            """);
        SavePds = Prepare("""
            INSERT INTO pds (token, record) VALUES (?1, ?2) ON CONFLICT (token) DO UPDATE SET record = excluded.record
            """);
    }

    public SqliteStatement Commit { get; }

    public SqliteStatement ReleaseSavepoint { get; }

    public SqliteStatement InsertRecord { get; }

    public SqliteStatement ReplaceRecord { get; }

    public SqliteStatement InsertIdentifier { get; }

    public SqliteStatement ReplaceIdentifier { get; }

    public SqliteStatement SavePractice { get; }

    public SqliteStatement SavePds { get; }

    /// <summary>The stream of audit records that only this session writes.</summary>
    public AuditChain Chain => audit.Chain;

    public void Begin()
    {
        begin.Execute();
        audit.Begin();
    }

    public void Append(AuditEntry entry) => audit.Append(entry);

    public void SetSavepoint()
    {
        savepoint.Execute();
        audit.SetSavepoint();
    }

    public void RollBackToSavepoint()
    {
        rollBack.Execute();
        audit.RollBackToSavepoint();
    }

    public void Dispose()
    {
        // An open transaction is rolled back when the connection closes, and it closes only after its statements are disposed.
        statements.ForEach(statement => statement.Dispose());
        audit.Dispose();
        connection.Dispose();
    }

    private SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(connection, sql);
        statements.Add(statement);
        return statement;
    }
}
