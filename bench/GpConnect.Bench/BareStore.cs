using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace GpConnect.Harness;

/// <summary>
/// The yardstick for the audit trail: Kestrel that reads the record from SQLite and optionally appends a record of a given size to a
/// table, durable before the answer. Waiting appends share a commit. The pragmas are those of the embedded store.
/// </summary>
internal static class BareStore
{
    /// <param name="file">A copy of a store with the benchmark's practice.</param>
    /// <param name="size">Bytes to append per request; 0 for none.</param>
    public static async Task<int> RunAsync(string port, string file, string size)
    {
        var record = new byte[int.Parse(size, CultureInfo.InvariantCulture)];
        Random.Shared.NextBytes(record);
        var appender = new Appender(file);
        var readers = new ConcurrentBag<SqliteCommand>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenLocalhost(int.Parse(port, CultureInfo.InvariantCulture));
        });
        await using var app = builder.Build();
        app.Run(async context =>
        {
            var path = context.Request.Path.Value!;
            var body = Read(readers, file, path[(path.LastIndexOf('/') + 1)..]);
            if (record.Length > 0)
            {
                await appender.AppendAsync(record);
            }

            context.Response.ContentType = "application/fhir+json;charset=utf-8";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.ContentLength = body.Length;
            await context.Response.BodyWriter.WriteAsync(body);
        });
        await app.RunAsync();
        return 0;
    }

    private static byte[] Read(ConcurrentBag<SqliteCommand> readers, string file, string id)
    {
        if (!readers.TryTake(out var command))
        {
            command = Command(file, $"SELECT body FROM record WHERE practice = '{SampleData.OdsCode}' AND type = 'Patient' AND id = $value");
        }

        command.Parameters[0].Value = id;
        var body = (byte[])command.ExecuteScalar()!;
        readers.Add(command);
        return body;
    }

    private static SqliteCommand Command(string file, string sql)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";
        command.ExecuteNonQuery();
        command.CommandText = sql;
        command.Parameters.Add(new SqliteParameter("$value", null));
        return command;
    }

    /// <summary>
    /// One thread that commits all waiting appends. As in the product, it first lets the thread pool run the work that is ready and
    /// may add appends.
    /// </summary>
    private sealed class Appender : IThreadPoolWorkItem
    {
        private readonly object gate = new();
        private readonly string file;
        private List<(byte[] Record, TaskCompletionSource Done)> queue = [];
        private int joined;

        public Appender(string file)
        {
            this.file = file;
            new Thread(Run) { IsBackground = true }.Start();
        }

        public Task AppendAsync(byte[] record)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (gate)
            {
                queue.Add((record, done));
                if (queue.Count == 1)
                {
                    Monitor.Pulse(gate);
                }
            }

            return done.Task;
        }

        void IThreadPoolWorkItem.Execute()
        {
            lock (gate)
            {
                if (queue.Count == joined)
                {
                    joined = 0;
                    Monitor.Pulse(gate);
                    return;
                }

                joined = queue.Count;
            }

            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        private void Run()
        {
            using var insert = Command(file, "INSERT INTO bare (entry) VALUES ($value)");
            using (var create = insert.Connection!.CreateCommand())
            {
                create.CommandText = "CREATE TABLE IF NOT EXISTS bare (sequence INTEGER PRIMARY KEY AUTOINCREMENT, entry BLOB NOT NULL) STRICT";
                create.ExecuteNonQuery();
            }

            while (true)
            {
                var batch = TakeAll();
                Commit(insert, batch);
                batch.ForEach(append => append.Done.SetResult());
            }
        }

        private List<(byte[] Record, TaskCompletionSource Done)> TakeAll()
        {
            lock (gate)
            {
                while (queue.Count == 0)
                {
                    Monitor.Wait(gate);
                }

                joined = queue.Count;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                while (joined > 0)
                {
                    Monitor.Wait(gate);
                }

                var batch = queue;
                queue = [];
                return batch;
            }
        }

        private static void Commit(SqliteCommand insert, List<(byte[] Record, TaskCompletionSource Done)> batch)
        {
            using var transaction = insert.Connection!.BeginTransaction(deferred: false);
            insert.Transaction = transaction;
            foreach (var (record, _) in batch)
            {
                insert.Parameters[0].Value = record;
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }
}
