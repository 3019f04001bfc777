using System.Collections.Concurrent;
using System.Security.Cryptography;
using GpConnect.Foundations;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Background;
using GpConnect.Foundations.Records;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// The single file of the embedded store. Reads use pooled connections, writes go through <see cref="SqliteWriter"/>.
/// Other processes (an operator's commands) may have the same file open.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>How long a write waits for another process's lock before it fails because the store is busy.</summary>
    public static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    private const int KeyLength = 32;

    /// <summary>
    /// Page size of a new file, in bytes. With twice SQLite's default of 4096, the B-trees of a million patients are one level
    /// shallower (docs/performance.md), and a flush of many audit records writes less.
    /// </summary>
    private const int PageSize = 8192;

    private readonly ConcurrentBag<SqliteReader> readers = [];

    /// <param name="space">Monitors the disk that the file is on; null where it is not monitored.</param>
    /// <param name="tasks">Monitors the writer's thread and restarts it; null where it is not monitored.</param>
    public SqliteDatabase(string file, DiskSpace? space = null, BackgroundTasks? tasks = null)
    {
        File = file;
        Space = space;
        StoreFolder.Prepare(file);
        KeepAlive = Guard(() => Connect(SqliteOpenMode.ReadWriteCreate));
        try
        {
            (Key, IsNew) = Guard(Prepare);
        }
        catch
        {
            KeepAlive.Dispose();
            throw;
        }

        Writer = new SqliteWriter(this, tasks);
    }

    public string File { get; }

    public DiskSpace? Space { get; }

    /// <summary>The deployment's key for <see cref="IdentifierHashes"/>; it is stored in the file.</summary>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>
    /// Stays open for the lifetime of this object. SQLite removes the log when the last connection closes, so if the log is
    /// missing while this connection is open, another program removed it.
    /// </summary>
    public SqliteConnection KeepAlive { get; }

    /// <summary>Whether this object created the store.</summary>
    public bool IsNew { get; }

    public SqliteWriter Writer { get; }

    public AuditHeads Heads { get; } = new();

    /// <summary>The latest error that showed the file to be damaged; null if there was none. Only a restart clears it.</summary>
    public StoreUnavailableException? Damage { get; private set; }

    /// <summary>
    /// Opens a connection. A removed file is not created again: an empty database would pass for the store, and with a new log
    /// the connections that are already open would continue with the old one.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database or its log was removed.</exception>
    public SqliteConnection Open()
    {
        ThrowIfRemoved();
        return Guard(() => Open(SqliteOpenMode.ReadWrite));
    }

    /// <summary>A removed file can still be written through open connections, but no new connection sees those writes.</summary>
    /// <exception cref="StoreUnavailableException">The database or its log was removed.</exception>
    public void ThrowIfRemoved()
    {
        if (new[] { File, $"{File}-wal" }.FirstOrDefault(file => !System.IO.File.Exists(file)) is { } removed)
        {
            throw new StoreUnavailableException($"{removed} was removed under the running server, and what is written now may be lost. See docs/operations/damaged-database.md, 'A removed file', before you stop it.");
        }
    }

    public SqliteContents Contents() => Guard(() =>
    {
        using var connection = Open();
        return SqliteContents.Read(connection);
    });

    /// <summary>Runs work on the file and translates SQLite's errors into ones that name the file and the remedy.</summary>
    public T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception)
        {
            throw Translate(exception);
        }
    }

    public Exception Translate(SqliteException exception)
    {
        var translated = SqliteErrors.Translate(exception, Path.GetFullPath(File));
        if (SqliteErrors.IsDamage(exception))
        {
            Damage = translated as StoreUnavailableException;
        }

        return translated;
    }

    /// <summary>Runs a query on a pooled connection.</summary>
    public T Read<T>(Func<SqliteReader, T> query)
    {
        if (!readers.TryTake(out var reader))
        {
            reader = new SqliteReader(Open());
        }

        try
        {
            var result = query(reader);
            readers.Add(reader);
            return result;
        }
        catch (SqliteException exception)
        {
            reader.Dispose();
            throw Translate(exception);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Writer.Dispose();
        while (readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        KeepAlive.Dispose();
    }

    /// <summary>Checks first that the file is a store, so that a foreign file keeps its content and its mode.</summary>
    private (byte[] Key, bool IsNew) Prepare()
    {
        SqliteSchema.RefuseForeign(KeepAlive, Path.GetFullPath(File));
        if (raw.sqlite3_db_readonly(KeepAlive.Handle!, "main") == 1)
        {
            throw SqliteErrors.ReadOnlyFile();
        }

        RestrictToOwner(File);
        SetUp(KeepAlive);
        var isNew = SqliteSchema.Create(KeepAlive);
        return (ReadOrCreateKey(KeepAlive), isNew);
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = Connect(mode);
        try
        {
            SetUp(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>WAL lets readers continue during a write; FULL makes a commit durable before it is acknowledged.</summary>
    private static void SetUp(SqliteConnection connection) =>
        connection.Execute($"PRAGMA page_size = {PageSize}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;");

    private SqliteConnection Connect(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = File,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = (int)BusyTimeout.TotalSeconds,
        }.ConnectionString);
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA busy_timeout = {BusyTimeout.TotalMilliseconds}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>SQLite gives -wal and -shm the mode of the database, but those of an earlier release may have a wider one.</summary>
    private static void RestrictToOwner(string file)
    {
        OwnerOnly.Restrict(file);
        OwnerOnly.Restrict($"{file}-wal");
        OwnerOnly.Restrict($"{file}-shm");
    }

    /// <summary>Writes only when the key is missing, so that a store can be opened while another process has it locked.</summary>
    private static byte[] ReadOrCreateKey(SqliteConnection connection)
    {
        if (ReadKey(connection) is { } key)
        {
            return key;
        }

        using var create = connection.CreateCommand();
        create.CommandText = "INSERT INTO deployment (name, value) VALUES ('identifier-key', $key) ON CONFLICT DO NOTHING";
        create.Parameters.AddWithValue("$key", RandomNumberGenerator.GetBytes(KeyLength));
        create.ExecuteNonQuery();
        return ReadKey(connection)!;
    }

    private static byte[]? ReadKey(SqliteConnection connection)
    {
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT value FROM deployment WHERE name = 'identifier-key'";
        return (byte[]?)read.ExecuteScalar();
    }
}
