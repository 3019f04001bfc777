using GpConnect.Foundations.Records;
using GpConnect.Foundations.Terminology;
using GpConnect.Harness;
using GpConnect.Importing.Records;
using GpConnect.Storage.Sqlite;

namespace GpConnect.MicroBenchmarks;

/// <summary>An embedded store in a temporary folder, with the benchmark's practice.</summary>
internal sealed class SampleStore : IDisposable
{
    private const int Patients = 10_000;

    private readonly string folder = Directory.CreateTempSubdirectory("gpconnect-micro-").FullName;
    private readonly string[] numbers = SampleData.Numbers(Patients);
    private readonly SqliteDatabase database;
    private readonly IdentifierHashes tokens;
    private readonly SqliteResourceStore records;
    private readonly IdentifierIndex index;

    private SampleStore()
    {
        database = new SqliteDatabase(Path.Combine(folder, "data", "gpconnect.db"));
        tokens = new IdentifierHashes(database.Key);
        records = new SqliteResourceStore(database);
        index = new IdentifierIndex(records, tokens);
    }

    public static async Task<SampleStore> CreateAsync()
    {
        var store = new SampleStore();
        await store.FillAsync();
        return store;
    }

    public async ValueTask<StoredRecord> FindAsync(int call)
    {
        // Far from the previous patient, as if drawn at random.
        var number = numbers[(int)(call * 7919L % Patients)];
        var found = await index.FindAsync(SampleData.OdsCode, "Patient", IdentifierSystems.NhsNumber, number, default);
        return found.Records.Single();
    }

    public void Dispose()
    {
        database.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task FillAsync()
    {
        var practice = Path.Combine(folder, "practice");
        SampleData.Generate(practice, Patients);
        var target = new ImportTarget(records, new SqlitePracticeStore(database), new SqlitePdsDataSet(database, tokens), new SqliteAuditTrail(database));
        var report = new ImportReport(Console.Error.WriteLine);
        await new Importer(target, new SqliteRecordList(database, records), tokens, TimeProvider.System).RunAsync(practice, null, report, default);
        if (report.Rejected > 0)
        {
            throw new InvalidOperationException("The benchmark's own data was rejected.");
        }
    }
}
