using GpConnect.Foundations.Background;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// The single writer. Changes that arrive while a commit is being flushed wait and then share the next commit, so that
/// concurrent requests pay for one flush. A change is acknowledged only after the commit that holds it.
/// </summary>
internal sealed class SqliteWriter : IThreadPoolWorkItem, IDisposable
{
    /// <summary>The longest that a commit waits for more changes, in case the thread pool is too busy to run its whole queue.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(5);

    /// <summary>With this many changes the cost of a flush for each is small, so the writer does not wait for more.</summary>
    private const int FullBatch = 32;

    private readonly object gate = new();
    private readonly SqliteDatabase database;
    private readonly CancellationTokenSource closing = new();
    private readonly Thread thread;
    private List<Pending> queue = [];
    private int joined;
    private bool isGathering;
    private bool isClosing;

    public SqliteWriter(SqliteDatabase database, BackgroundTasks? tasks)
    {
        this.database = database;
        ThreadStart run = tasks is null ? Run : () => tasks.Run("store writer", Run, closing.Token);
        thread = new Thread(run) { IsBackground = true, Name = "SQLite writer" };
        thread.Start();
    }

    /// <summary>Queues an unconditional change.</summary>
    /// <returns>Completes when the change is durable.</returns>
    public Task WriteAsync(Action<SqliteWriteSession> change) => Enqueue(new Pending(change, null));

    /// <summary>Queues a change that returns false to roll back what it wrote; other changes in the same commit are not affected.</summary>
    /// <returns>The result of the change, once the commit is durable.</returns>
    public Task<bool> TryWriteAsync(Func<SqliteWriteSession, bool> change) => Enqueue(new Pending(null, change));

    public void Dispose()
    {
        lock (gate)
        {
            if (isClosing)
            {
                return;
            }

            closing.Cancel();
            isClosing = true;
            Monitor.Pulse(gate);
        }

        thread.Join();
        closing.Dispose();
    }

    /// <summary>
    /// Runs in the thread pool after all work that was queued before it. While that work adds changes, it queues itself again at
    /// the end: a flush costs as much for one change as for twenty. On an idle machine this adds no wait.
    /// </summary>
    void IThreadPoolWorkItem.Execute()
    {
        lock (gate)
        {
            if (queue.Count == joined)
            {
                isGathering = false;
                Monitor.Pulse(gate);
                return;
            }

            joined = queue.Count;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private Task<bool> Enqueue(Pending pending)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isClosing, this);
            queue.Add(pending);
            if (queue.Count is 1 or FullBatch)
            {
                Monitor.Pulse(gate);
            }
        }

        return pending.Completion.Task;
    }

    private void Run()
    {
        SqliteWriteSession? session = null;
        while (TakeAll() is { } batch)
        {
            try
            {
                database.Space?.Measure();
                session ??= new SqliteWriteSession(database.Open());
                Commit(session, batch);
            }
            catch (Exception exception)
            {
                // The connection may be in any state after a failed commit; the next batch starts on a new one.
                session?.Dispose();
                session = null;
                Fail(batch, exception is SqliteException error ? database.Translate(error) : exception);
            }
        }

        session?.Dispose();
    }

    /// <summary>Waits for changes and takes all of them; null when the writer is closing and the queue is empty.</summary>
    private List<Pending>? TakeAll()
    {
        lock (gate)
        {
            while (queue.Count == 0 && !isClosing)
            {
                Monitor.Wait(gate);
            }

            if (queue.Count == 0)
            {
                return null;
            }

            LetOthersJoin();
            var batch = queue;
            queue = new List<Pending>(batch.Count);
            return batch;
        }
    }

    /// <summary>Releases the gate until the pool has run the work queued so far, see <see cref="IThreadPoolWorkItem.Execute"/>.</summary>
    private void LetOthersJoin()
    {
        if (queue.Count >= FullBatch)
        {
            return;
        }

        if (!isGathering)
        {
            (isGathering, joined) = (true, queue.Count);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        if (!isClosing)
        {
            Monitor.Wait(gate, LongestWait);
        }
    }

    private void Commit(SqliteWriteSession session, List<Pending> batch)
    {
        session.Begin();
        foreach (var pending in batch)
        {
            pending.Apply(session);
        }

        session.Commit.Execute();
        database.Heads.Note(session.Chain);
        foreach (var pending in batch)
        {
            pending.Acknowledge();
        }
    }

    private static void Fail(List<Pending> batch, Exception exception)
    {
        foreach (var pending in batch)
        {
            pending.Completion.TrySetException(exception);
        }
    }

    private sealed class Pending(Action<SqliteWriteSession>? certain, Func<SqliteWriteSession, bool>? conditional)
    {
        private bool isKept = true;
        private Exception? error;

        public TaskCompletionSource<bool> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Apply(SqliteWriteSession session)
        {
            if (conditional is null)
            {
                certain!(session);
                return;
            }

            session.SetSavepoint();
            isKept = Try(conditional, session);
            if (!isKept)
            {
                session.RollBackToSavepoint();
            }

            session.ReleaseSavepoint.Execute();
        }

        public void Acknowledge()
        {
            if (error is null)
            {
                Completion.TrySetResult(isKept);
            }
            else
            {
                Completion.TrySetException(error);
            }
        }

        private bool Try(Func<SqliteWriteSession, bool> change, SqliteWriteSession session)
        {
            try
            {
                return change(session);
            }
            catch (Exception exception) when (exception is not SqliteException)
            {
                error = exception;
                return false;
            }
        }
    }
}
