using GpConnect.Foundations.Records;
using GpConnect.Hosting;
using GpConnect.Storage.Azure.Cosmos;
using GpConnect.Testing;
using GpConnect.Testing.Emulators;
using GpConnect.Testing.Requirements;
using GpConnect.Testing.Storage;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Storage.Azure.Tests.Cosmos;

public sealed class CosmosResourceStoreTests : ResourceStoreContract, IAsyncLifetime
{
    private static readonly Lazy<Task<TestSettings>> Options = new(CosmosTestSettings.NewAsync);

    private ServiceProvider services = null!;

    private protected override IResourceStore Store => services.GetRequiredService<IResourceStore>();

    private Container Records => services.GetRequiredService<CosmosDatabase>().Records;

    public async Task InitializeAsync() => services = Services(await Options.Value);

    public async Task DisposeAsync()
    {
        if (services is not null)
        {
            await services.DisposeAsync();
        }
    }

    [SkippableTheory]
    [Case("ST-9", "body")]
    [Case("ST-9", "envelope")]
    [Case("ST-9", "checksum")]
    public async Task A_damaged_record_is_refused(string id, string property)
    {
        Assert.NotEmpty(id);
        var record = Record(NewId());
        await CommitAsync(Change(record));
        var document = services.GetRequiredService<DocumentIds>().OfRecord(record.Key);
        var stored = (await Records.ReadItemAsync<Newtonsoft.Json.Linq.JObject>(document, new PartitionKey(record.Key.Practice))).Resource;
        stored[property] = (string?)stored[property] + " ";
        await Records.ReplaceItemAsync(stored, document, new PartitionKey(record.Key.Practice));

        await Assert.ThrowsAsync<CorruptRecordException>(() => ReadAsync(record.Key));
    }

    [SkippableFact]
    public async Task A_missing_container_is_not_an_empty_store()
    {
        await using var elsewhere = Services(await CosmosTestSettings.NewAsync());
        var store = elsewhere.GetRequiredService<IResourceStore>();
        await store.ReadAsync(Record("1").Key, default);
        await elsewhere.GetRequiredService<CosmosDatabase>().Records.DeleteContainerAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReadAsync(Record("1").Key, default).AsTask());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CommitAsync(Change(Record("1")), default).AsTask());
    }

    [SkippableFact]
    public async Task A_record_that_is_too_large_is_refused()
    {
        var record = Record(NewId(), new byte[3 * 1024 * 1024]);

        await Assert.ThrowsAsync<RecordTooLargeException>(() => CommitAsync(Change(record)));
        Assert.Null(await ReadAsync(record.Key));
    }

    private protected override async Task<long> AuditCountAsync()
    {
        using var pages = Records.GetItemQueryIterator<object>("SELECT * FROM c WHERE c.kind = 'audit'");
        var count = 0L;
        while (pages.HasMoreResults)
        {
            count += (await pages.ReadNextAsync()).Count;
        }

        return count;
    }

    private static ServiceProvider Services(TestSettings options) =>
        new ServiceCollection().AddLogging().AddProvider(options).BuildServiceProvider();
}
