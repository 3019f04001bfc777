using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace GpConnect.Functions.Storage.Sqlite;

/// <summary>
/// The one place that writes. Changes that arrive while a commit is being flushed wait and then share the next commit,
/// so that concurrent calls pay for one flush; each still succeeds or fails on its own, by savepoint.
/// A change is acknowledged only after the commit that holds it.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int LargestBatch = 512;

    private readonly BlockingCollection<Pending> queue = new(boundedCapacity: 16 * LargestBatch);
    private readonly SqliteDatabase database;
    private readonly Thread thread;

    public SqliteWriter(SqliteDatabase database)
    {
        this.database = database;
        thread = new Thread(Run) { IsBackground = true, Name = "SQLite writer" };
        thread.Start();
    }

    /// <summary>
    /// Queues a change. It runs inside a transaction and returns false to take back what it wrote.
    /// </summary>
    /// <returns>What the change returned, once it is durable.</returns>
    public Task<bool> WriteAsync(Func<SqliteWriteSession, bool> change)
    {
        var pending = new Pending(change);
        queue.Add(pending);
        return pending.Completion.Task;
    }

    public void Dispose()
    {
        queue.CompleteAdding();
        thread.Join();
        queue.Dispose();
    }

    private void Run()
    {
        SqliteWriteSession? session = null;
        var batch = new List<Pending>(LargestBatch);
        foreach (var first in queue.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < LargestBatch && queue.TryTake(out var next))
            {
                batch.Add(next);
            }

            try
            {
                session ??= new SqliteWriteSession(database.Open());
                Commit(session, batch);
            }
            catch (Exception exception)
            {
                // The connection may be in any state after a failed commit; the next batch starts on a new one.
                session?.Dispose();
                session = null;
                Fail(batch, exception is SqliteException fault ? SqliteFault.Translate(fault) : exception);
            }
        }

        session?.Dispose();
    }

    private static void Commit(SqliteWriteSession session, List<Pending> batch)
    {
        session.Begin.Execute();
        foreach (var pending in batch)
        {
            Apply(session, pending);
        }

        session.Commit.Execute();
        foreach (var pending in batch)
        {
            pending.Complete();
        }
    }

    private static void Apply(SqliteWriteSession session, Pending pending)
    {
        session.Savepoint.Execute();
        try
        {
            pending.Result = pending.Change(session);
        }
        catch (Exception exception) when (exception is not SqliteException)
        {
            pending.Error = exception;
        }

        if (pending.Error is not null || !pending.Result)
        {
            session.RollBackToSavepoint.Execute();
        }

        session.ReleaseSavepoint.Execute();
    }

    private static void Fail(List<Pending> batch, Exception exception)
    {
        foreach (var pending in batch)
        {
            pending.Error = exception;
            pending.Complete();
        }
    }

    private sealed class Pending(Func<SqliteWriteSession, bool> change)
    {
        public Func<SqliteWriteSession, bool> Change => change;

        public TaskCompletionSource<bool> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Result { get; set; }

        public Exception? Error { get; set; }

        public void Complete()
        {
            if (Error is not null)
            {
                Completion.TrySetException(Error);
                return;
            }

            Completion.TrySetResult(Result);
        }
    }
}
