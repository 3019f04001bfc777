using GpConnect.Foundations.Audit;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// The stream of audit records that one connection writes. Rows of several streams may alternate in the table. Where a row
/// follows a row of another stream, a link names that row, so the removal of any row except the last is detected.
/// </summary>
internal sealed class SqliteAuditChain(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement append = new(connection, "INSERT INTO audit (stream, number, hash, entry) VALUES (?1, ?2, ?3, ?4)");

    private readonly SqliteStatement lastOfOthers = new(connection, """
        SELECT stream, number, hash FROM audit WHERE sequence = (SELECT max(sequence) FROM audit) AND stream <> ?1
        """);

    private bool isLinked;
    private (AuditHead Head, bool IsLinked) savepoint;

    public AuditChain Chain { get; } = new();

    /// <summary>Call when a transaction begins: other writers may have added rows since the last one, and none can until it ends.</summary>
    public void Begin() => isLinked = false;

    public void Append(AuditEntry entry)
    {
        if (!isLinked && LastOfOthers() is { } end)
        {
            Insert(AuditLink.Write([end], TimeProvider.System.GetUtcNow()));
        }

        isLinked = true;
        Insert(entry);
    }

    public void SetSavepoint() => savepoint = (Chain.Head, isLinked);

    public void RollBackToSavepoint() => (Chain.Head, isLinked) = savepoint;

    public void Dispose()
    {
        append.Dispose();
        lastOfOthers.Dispose();
    }

    private void Insert(AuditEntry entry)
    {
        var record = Chain.Append(entry.Json);
        append.Execute(record.Stream, record.Number, record.Hash, entry.Json);
    }

    private AuditEnd? LastOfOthers()
    {
        using var row = lastOfOthers.Query(Chain.Stream);
        return row.Read() ? new AuditEnd(row.Text(0), new AuditHead(row.Number(1), row.Blob(2).ToArray())) : null;
    }
}
