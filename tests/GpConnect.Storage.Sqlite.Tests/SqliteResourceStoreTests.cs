using GpConnect.Foundations.Records;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using GpConnect.Testing.Storage;

namespace GpConnect.Storage.Sqlite.Tests;

public sealed class SqliteResourceStoreTests : ResourceStoreContract, IDisposable
{
    private readonly string folder = TestFolders.New();
    private SqliteDatabase database;

    public SqliteResourceStoreTests() => database = new SqliteDatabase(FileName);

    private protected override IResourceStore Store => new SqliteResourceStore(database);

    private string FileName => Path.Combine(folder, "test.db");

    public void Dispose() => database.Dispose();

    [Fact]
    [Requirement("ST-7")]
    public async Task A_store_that_is_opened_again_holds_what_was_written()
    {
        var (record, token, key) = (Record(NewId()), NewId(), database.Key.ToArray());
        await CommitAsync(Change(record));
        await CommitAsync(Change(new IdentifierEntry("Patient", token, ["1"], null)));

        database.Dispose();
        database = new SqliteDatabase(FileName);

        Assert.Equal(record.Body.ToArray(), (await ReadAsync(record.Key))!.Body.ToArray());
        Assert.Equal(["1"], (await FindAsync(token)).Ids);
        Assert.Equal(key, database.Key.ToArray());
    }

    [Theory]
    [Case("ST-9", "body = x'7b20'")]
    [Case("ST-9", "envelope = CAST('{\"version\":2}' AS BLOB)")]
    [Case("ST-9", "checksum = zeroblob(32)")]
    [Case("ST-9", "id = 'moved'")]
    public async Task A_damaged_record_is_refused(string id, string damage)
    {
        Assert.NotEmpty(id);
        var record = Record(NewId());
        await CommitAsync(Change(record));
        using (var connection = database.Open())
        {
            connection.Execute($"UPDATE record SET {damage}");
        }

        await Assert.ThrowsAsync<CorruptRecordException>(() => ReadAsync(damage.StartsWith("id", StringComparison.Ordinal) ? record.Key with { Id = "moved" } : record.Key));
    }

    [Fact]
    public void A_store_of_a_newer_release_is_not_opened()
    {
        using (var connection = database.Open())
        {
            connection.Execute("PRAGMA user_version = 999");
        }

        Assert.Contains("newer release", Assert.Throws<NewerSchemaException>(() => new SqliteDatabase(FileName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_another_process_has_locked_is_busy()
    {
        using var connection = database.Open();
        connection.Execute("BEGIN EXCLUSIVE");

        await Assert.ThrowsAsync<StoreBusyException>(() => CommitAsync(Change(Record(NewId()))));
        connection.Execute("ROLLBACK");
        await CommitAsync(Change(Record(NewId())));
    }

    [Fact]
    [Requirement("ST-7")]
    public async Task A_store_that_another_process_is_writing_to_is_opened_and_read()
    {
        var record = Record(NewId());
        await CommitAsync(Change(record));
        database.Dispose();
        using var other = new SqliteDatabase(FileName);
        using var connection = other.Open();
        connection.Execute("BEGIN IMMEDIATE");

        database = new SqliteDatabase(FileName);

        Assert.Equal(record.Body.ToArray(), (await ReadAsync(record.Key))!.Body.ToArray());
    }

    [Fact]
    [Requirement("ST-7")]
    public async Task Processes_that_start_concurrently_in_a_new_folder_share_one_store()
    {
        var file = Path.Combine(TestFolders.New(), "test.db");
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var one = new SqliteDatabase(file);
                return Convert.ToHexString(one.Key.Span);
            },
            default,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Single(keys.Distinct());
    }

    [Fact]
    [Requirement("ST-8")]
    public async Task A_search_sees_an_entry_and_its_record_in_one_snapshot()
    {
        var (record, token) = (Record(NewId()), NewId());
        using var stop = new CancellationTokenSource();
        var searching = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.All((await SearchAsync(token)).Records, found => Assert.Contains(token, found.Envelope.Identifiers));
            }
        });

        await AddAndRemoveAsync(record, token, times: 1000);
        await stop.CancelAsync();
        await searching;
    }

    private protected override Task<long> AuditCountAsync()
    {
        using var connection = database.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM audit";
        return Task.FromResult((long)command.ExecuteScalar()!);
    }
}
