using GpConnect.Foundations.Background;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// The one place that writes. Changes that arrive while a commit is being flushed wait and then share the next commit,
/// so that concurrent calls pay for one flush. A change is acknowledged only after the commit that holds it.
/// </summary>
internal sealed class SqliteWriter : IThreadPoolWorkItem, IDisposable
{
    /// <summary>How long a commit waits for others at most, should the pool be too busy to come to its own end.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(5);

    /// <summary>So many changes that a flush costs each of them little: no more are waited for.</summary>
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

    /// <summary>Queues a change that always stands.</summary>
    /// <returns>Completes when the change is durable.</returns>
    public Task WriteAsync(Action<SqliteWriteSession> change) => Enqueue(new Pending(change, null));

    /// <summary>Queues a change that returns false to take back what it wrote, without harm to those beside it.</summary>
    /// <returns>What the change returned, once it is durable.</returns>
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
    /// Runs in the pool behind everything that was ready to run. While that brings changes it goes to the end once more: a
    /// flush costs as much for one change as for twenty, and on an idle machine nobody is waited for.
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

    /// <summary>Waits for changes and takes all of them; null when nothing will come any more.</summary>
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

    /// <summary>Gives the gate away until the pool has run what was ready, see <see cref="IThreadPoolWorkItem.Execute"/>.</summary>
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
        private bool stands = true;
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
            stands = Try(conditional, session);
            if (!stands)
            {
                session.RollBackToSavepoint();
            }

            session.ReleaseSavepoint.Execute();
        }

        public void Acknowledge()
        {
            if (error is null)
            {
                Completion.TrySetResult(stands);
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
