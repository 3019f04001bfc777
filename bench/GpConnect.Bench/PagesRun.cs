using System.Globalization;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Terminology;
using GpConnect.Storage.Sqlite;
using SQLitePCL;

namespace GpConnect.Harness;

/// <summary>
/// Counts the database pages that a look-up visits, and how many of them were not in the connection's page cache, from SQLite's own
/// statistics. The look-ups are the provider's, for patients drawn uniformly from all.
/// </summary>
internal static class PagesRun
{
    private const int LookUps = 10_000;

    public static async Task<int> RunAsync(string file, string patients, string practices)
    {
        using var database = new SqliteDatabase(file);
        var store = new SqliteResourceStore(database);
        var tokens = new IdentifierHashes(database.Key);
        var directory = new SqlitePracticeStore(database);
        var population = new Population(int.Parse(patients, CultureInfo.InvariantCulture), int.Parse(practices, CultureInfo.InvariantCulture));
        var read = await CountAsync(database, population, async patient =>
            await store.ReadAsync(new RecordKey(patient.OdsCode, "Patient", SampleData.Id(patient.Index)), default) is not null);
        var entry = await CountAsync(database, population, async patient =>
        {
            var token = tokens.Of(patient.OdsCode, "Patient", IdentifierSystems.NhsNumber, patient.NhsNumber);
            return (await store.FindAsync(patient.OdsCode, "Patient", token, default)).Ids.Count == 1;
        });
        var practice = await CountAsync(database, population, async patient => await directory.FindAsync(patient.OdsCode, default) is not null);
        Console.WriteLine($"{read} | {entry} | {practice}");
        return 0;
    }

    private static async Task<string> CountAsync(SqliteDatabase database, Population population, Func<SamplePatient, ValueTask<bool>> lookUp)
    {
        var random = new Random();
        Take(database);
        for (var count = 0; count < LookUps; count++)
        {
            if (!await lookUp(population.Draw(random)))
            {
                throw new InvalidOperationException("A patient or a practice is missing.");
            }
        }

        var (hits, misses) = Take(database);
        return string.Create(CultureInfo.InvariantCulture, $"{(double)(hits + misses) / LookUps:F2} ({(double)misses / LookUps:F2})");
    }

    /// <summary>The counts since the last call. One thread makes all look-ups, so the pool has one connection.</summary>
    private static (int Hits, int Misses) Take(SqliteDatabase database) => database.Read(reader =>
    {
        raw.sqlite3_db_status(reader.Connection.Handle, raw.SQLITE_DBSTATUS_CACHE_HIT, out var hits, out _, resetFlg: 1);
        raw.sqlite3_db_status(reader.Connection.Handle, raw.SQLITE_DBSTATUS_CACHE_MISS, out var misses, out _, resetFlg: 1);
        return (hits, misses);
    });
}
