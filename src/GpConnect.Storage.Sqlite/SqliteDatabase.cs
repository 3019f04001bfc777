using System.Collections.Concurrent;
using System.Security.Cryptography;
using GpConnect.Foundations;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Background;
using GpConnect.Foundations.Records;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// The embedded store's one file. Reads go through pooled connections, writes through <see cref="SqliteWriter"/>.
/// Other processes (an operator's commands) may have the same file open.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>How long a write waits for another process before the store counts as busy.</summary>
    public static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    private const int KeyLength = 32;

    /// <summary>
    /// In bytes, of a file that is made. With twice SQLite's usual 4096 the trees of a million patients are a level lower
    /// (docs/performance.md), and a flush of many audit records writes less.
    /// </summary>
    private const int PageSize = 8192;

    private readonly ConcurrentBag<SqliteReader> readers = [];

    /// <param name="space">The disk that the file is on; null where nobody watches it.</param>
    /// <param name="tasks">Watches the writer's thread; null where nobody does.</param>
    public SqliteDatabase(string file, DiskSpace? space = null, BackgroundTasks? tasks = null)
    {
        File = file;
        Space = space;
        StoreFolder.Prepare(file);
        Lasting = Guard(() => Connect(SqliteOpenMode.ReadWriteCreate));
        try
        {
            (Key, IsNew) = Guard(Prepare);
        }
        catch
        {
            Lasting.Dispose();
            throw;
        }

        Writer = new SqliteWriter(this, tasks);
    }

    public string File { get; }

    public DiskSpace? Space { get; }

    /// <summary>The deployment's key for <see cref="IdentifierHashes"/>; it travels with the file.</summary>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>
    /// Open as long as the database is. SQLite removes the log with the last connection; while this one is open, only another
    /// program can have removed it.
    /// </summary>
    public SqliteConnection Lasting { get; }

    /// <summary>Whether this object began the store.</summary>
    public bool IsNew { get; }

    public SqliteWriter Writer { get; }

    public AuditHeads Heads { get; } = new();

    /// <summary>How the file was found to be damaged; null while it was not. Only a new process takes it back.</summary>
    public StoreUnavailableException? Damage { get; private set; }

    /// <summary>
    /// A file that was removed is not created again: an empty database would pass for the store, and beside a new log the
    /// connections that are open would go on with the old one.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database or its log was removed.</exception>
    public SqliteConnection Open()
    {
        ThrowIfRemoved();
        return Guard(() => Open(SqliteOpenMode.ReadWrite));
    }

    /// <summary>A removed file can still be written through the connections that are open; nobody else sees what is in it.</summary>
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

    /// <summary>Runs what may meet a fault of the file, and says which file and what to do.</summary>
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

        Lasting.Dispose();
    }

    /// <summary>A file that is not ours keeps its content and its mode.</summary>
    private (byte[] Key, bool IsNew) Prepare()
    {
        SqliteSchema.RefuseForeign(Lasting, Path.GetFullPath(File));
        RestrictToOwner(File);
        SetUp(Lasting);
        var isNew = SqliteSchema.Create(Lasting);
        return (ReadOrCreateKey(Lasting), isNew);
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

    /// <summary>WAL lets readers go on while somebody writes; FULL makes a commit durable before it is acknowledged.</summary>
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

    /// <summary>SQLite gives the files beside the database its mode, but those of an earlier release may have another.</summary>
    private static void RestrictToOwner(string file)
    {
        OwnerOnly.Restrict(file);
        OwnerOnly.Restrict($"{file}-wal");
        OwnerOnly.Restrict($"{file}-shm");
    }

    /// <summary>Nothing is written where nothing is missing: a store is opened while another process has it locked.</summary>
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
