using GpConnect.Functions.Hosting;
using GpConnect.Functions.Storage;
using GpConnect.Functions.Storage.Cosmos;
using GpConnect.Functions.Tests.Emulators;
using GpConnect.Functions.Tests.Requirements;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Functions.Tests.Storage;

public sealed class CosmosResourceStoreTests : ResourceStoreContract, IAsyncLifetime, IDisposable
{
    private static readonly Lazy<Task<ProviderOptions>> Options = new(CosmosOptions.NewAsync);

    private CosmosDatabase database = null!;
    private DocumentIds ids = null!;

    private protected override IResourceStore Store => new CosmosResourceStore(database, new CosmosCalls(), ids);

    public async Task InitializeAsync()
    {
        var options = await Options.Value;
        database = new CosmosDatabase(options);
        ids = new DocumentIds(new IdentifierTokens(Convert.FromBase64String(options.IdentifierKey!)));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => database?.Dispose();

    [SkippableTheory]
    [Case("ST-9", "body")]
    [Case("ST-9", "envelope")]
    [Case("ST-9", "checksum")]
    public async Task A_damaged_record_is_refused(string id, string property)
    {
        Assert.NotEmpty(id);
        var record = Record(NewId());
        await CommitAsync(Change(record));
        var document = ids.OfRecord(record.Key);
        var stored = (await database.Records.ReadItemAsync<Newtonsoft.Json.Linq.JObject>(document, new PartitionKey(record.Key.Practice))).Resource;
        stored[property] = (string?)stored[property] + " ";
        await database.Records.ReplaceItemAsync(stored, document, new PartitionKey(record.Key.Practice));

        await Assert.ThrowsAsync<CorruptRecordException>(() => ReadAsync(record.Key));
    }

    [SkippableFact]
    public async Task A_container_that_is_missing_is_no_empty_store()
    {
        using var elsewhere = new CosmosDatabase(await CosmosOptions.NewAsync());
        await elsewhere.Records.DeleteContainerAsync();
        var store = new CosmosResourceStore(elsewhere, new CosmosCalls(), ids);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReadAsync(Record("1").Key, default).AsTask());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CommitAsync(Change(Record("1")), default).AsTask());
    }

    [SkippableFact]
    public async Task A_record_that_is_too_large_is_refused()
    {
        var record = Record(NewId(), new byte[3 * 1024 * 1024]);

        await Assert.ThrowsAsync<InvalidDataException>(() => CommitAsync(Change(record)));
        Assert.Null(await ReadAsync(record.Key));
    }

    private protected override async Task<long> AuditCountAsync()
    {
        using var pages = database.Records.GetItemQueryIterator<object>("SELECT * FROM c WHERE c.kind = 'audit'");
        var count = 0L;
        while (pages.HasMoreResults)
        {
            count += (await pages.ReadNextAsync()).Count;
        }

        return count;
    }
}
