using Microsoft.Data.Sqlite;

namespace GpConnect.Functions.Storage.Sqlite;

/// <summary>One prepared statement with positional parameters, used by one thread at a time.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteCommand command;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        var count = sql.Count(character => character == '$');
        for (var index = 1; index <= count; index++)
        {
            command.Parameters.Add(new SqliteParameter($"${index}", null));
        }
    }

    /// <summary>Runs a query; the caller disposes the reader before the next use.</summary>
    public SqliteDataReader Query(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return command.ExecuteReader();
    }

    /// <summary>Runs a change and tells how many rows it touched.</summary>
    public int Execute(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return command.ExecuteNonQuery();
    }

    public void Dispose() => command.Dispose();

    private void Bind(ReadOnlySpan<object> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index];
        }
    }
}
