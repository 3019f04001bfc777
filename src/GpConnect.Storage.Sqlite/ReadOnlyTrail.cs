using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Records;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>The audit trail of a store that cannot be written, because it is damaged or its file, folder or disk is read-only.</summary>
internal sealed class ReadOnlyTrail(string file) : IAuditReader
{
    private readonly string file = Path.GetFullPath(file);

    public IAsyncEnumerable<AuditReading> ReadAsync(CancellationToken cancellation) => Read(cancellation).ToAsyncEnumerable();

    private IEnumerable<AuditReading> Read(CancellationToken cancellation)
    {
        using var connection = Open();
        foreach (var reading in new SqliteAuditRows(connection, Translate).Read(cancellation))
        {
            yield return reading;
        }
    }

    private SqliteConnection Open()
    {
        try
        {
            return OpenWithLog();
        }
        catch (SqliteException exception)
        {
            throw Translate(exception);
        }
    }

    /// <summary>
    /// SQLite makes files for the log, even to read. In a read-only folder it can open the store only if it may assume that there is
    /// no log and that the file does not change.
    /// </summary>
    private SqliteConnection OpenWithLog()
    {
        try
        {
            return Connect(file);
        }
        catch (SqliteException exception) when (SqliteErrors.IsReadOnly(exception) && File.Exists(file) && !File.Exists($"{file}-wal"))
        {
            return Connect($"{new Uri(file).AbsoluteUri}?immutable=1");
        }
    }

    /// <exception cref="StoreUnavailableException">The file is another program's.</exception>
    /// <exception cref="NewerSchemaException">A newer release wrote the file.</exception>
    private SqliteConnection Connect(string source)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            SqliteSchema.RequireCurrent(connection, file);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private Exception Translate(SqliteException exception) => SqliteErrors.Translate(exception, file);
}
