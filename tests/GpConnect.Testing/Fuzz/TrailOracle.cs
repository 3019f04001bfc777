using GpConnect.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace GpConnect.Testing.Fuzz;

/// <summary>
/// Checks the records that an input has left in the trail, as the readers of both stores see them. It removes them from the
/// embedded store, so that each input is checked by its own records and the trail stays short; the hash chain goes on.
/// </summary>
internal sealed class TrailOracle(SqliteDatabase database, SqliteConnection connection, ObservedRequests calls)
{
    private readonly SqliteAuditRows rows = new(connection, database.Translate);
    private readonly TrailReaders embedded = new();
    private readonly TrailReaders blob = new();
    private readonly AppendBlobDouble lines = new();

    /// <param name="answers">Statuses of the answers that the input got, in order; null when the caller did not wait for them.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public async Task<string?> ValidateAsync(IReadOnlyList<int>? answers = null)
    {
        try
        {
            var arrived = await calls.TakeAsync();
            var readings = rows.Read(default).ToList();
            Remove(readings.Count);
            var entries = embedded.Read(readings);
            entries.ForEach(CanonicalEntry.Check);
            Assert.Equal(entries, blob.Read(await lines.PassAsync(entries)));
            var statuses = entries.Select(CanonicalEntry.StatusOf).OfType<int>().ToList();
            Assert.Equal(arrived, statuses.Count);
            Assert.Equal(answers ?? statuses, statuses);
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"the trail breaks a rule: {exception.Message}";
        }
    }

    private void Remove(int records)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM audit WHERE sequence IN (SELECT sequence FROM audit ORDER BY sequence LIMIT $records)";
        command.Parameters.AddWithValue("$records", records);
        Assert.Equal(records, command.ExecuteNonQuery());
    }
}
