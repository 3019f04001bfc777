using System.Diagnostics;
using System.Net;
using System.Text;
using GpConnect.Testing.Emulators;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Tests.Emulators;

/// <summary>Each kind of fault reaches the SDK. Runs against the emulator only.</summary>
public sealed class FaultProxyTests : IAsyncLifetime
{
    private static readonly PartitionKey Partition = new("A20047");
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Briefly = TimeSpan.FromSeconds(2);

    private FaultProxy proxy = null!;
    private CosmosClient client = null!;
    private Container records = null!;

    public async Task InitializeAsync()
    {
        var account = await CosmosEmulator.AccountAsync();
        proxy = await FaultProxy.StartAsync(account.Endpoint);
        client = (account with { Endpoint = proxy.Endpoint }).NewClient();
        records = client.GetContainer(await account.NewDatabaseAsync(), "records");

        // Makes the SDK read the metadata of account and container now, not within the time of a test.
        await BatchAsync("first");
    }

    public async Task DisposeAsync()
    {
        client?.Dispose();
        if (proxy is not null)
        {
            await proxy.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task Without_a_fault_every_request_is_forwarded_and_recorded()
    {
        Assert.Equal(HttpStatusCode.OK, await ReadAsync("first"));
        Assert.Equal(HttpStatusCode.OK, await BatchAsync("1"));

        var seen = proxy.Requests.Where(request => request.Call != CosmosCall.Metadata).ToList();
        Assert.Equal([CosmosCall.Batch, CosmosCall.Read, CosmosCall.Batch], seen.Select(request => request.Call));
        Assert.EndsWith("/colls/records/docs/first", seen[1].Target, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(429, 3200)]
    [InlineData(408, 0)]
    [InlineData(410, 1002)]
    [InlineData(503, 0)]
    public async Task An_answer_that_is_always_injected_reaches_the_client(int status, int subStatus)
    {
        proxy.Inject(request => request.Call == CosmosCall.Batch, InjectedFaults.Answer(status, subStatus, TimeSpan.FromMilliseconds(5)), times: int.MaxValue);

        Assert.Equal(status, (int)await BatchAsync("1"));
        proxy.Clear();
        Assert.Equal(HttpStatusCode.NotFound, await ReadAsync("1"));
    }

    [SkippableFact]
    public async Task The_SDK_itself_retries_449_answers_within_its_time_limit()
    {
        int BatchRequests() => proxy.Requests.Count(request => request.Call == CosmosCall.Batch);
        var before = BatchRequests();
        proxy.Inject(request => request.Call == CosmosCall.Batch, InjectedFaults.Answer(449), times: 2);
        Assert.Equal(HttpStatusCode.OK, await BatchAsync("1"));
        Assert.Equal(3, BatchRequests() - before);

        proxy.Inject(request => request.Call == CosmosCall.Batch, InjectedFaults.Answer(449), times: int.MaxValue);
        Assert.True(await FailsAsync(() => BatchAsync("2", Briefly)));
    }

    [SkippableFact]
    public async Task The_retry_delay_of_an_answer_reaches_the_client()
    {
        proxy.Inject(request => request.Call == CosmosCall.Write, InjectedFaults.Answer(429, retryAfter: TimeSpan.FromMilliseconds(1234)));
        using var answer = await records.CreateItemStreamAsync(Document("1"), Partition);

        Assert.Equal("1234", answer.Headers["x-ms-retry-after-ms"]);
    }

    [SkippableFact]
    public async Task A_fault_affects_the_request_that_it_was_injected_for()
    {
        proxy.Inject(request => request.Method == "POST" && request.Target.EndsWith("/docs", StringComparison.Ordinal), InjectedFaults.Answer(429), skip: 1);

        Assert.Equal(HttpStatusCode.Created, await CreateAsync("1"));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync("1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await CreateAsync("2"));
        Assert.Equal(HttpStatusCode.Created, await CreateAsync("2"));
    }

    [SkippableFact]
    public async Task A_dropped_request_is_not_carried_out()
    {
        proxy.Inject(request => request.Call == CosmosCall.Batch, InjectedFaults.Drop, times: int.MaxValue);

        Assert.True(await FailsAsync(() => BatchAsync("1")));
        Assert.Equal(HttpStatusCode.NotFound, await ReadAsync("1"));
    }

    [SkippableFact]
    public async Task A_delayed_answer_is_late_and_correct()
    {
        proxy.Inject(request => request.Call == CosmosCall.Read, InjectedFaults.Delay(TimeSpan.FromMilliseconds(400)));
        var watch = Stopwatch.StartNew();

        Assert.Equal(HttpStatusCode.OK, await ReadAsync("first"));
        Assert.True(watch.ElapsedMilliseconds >= 390, $"{watch.ElapsedMilliseconds} ms");
    }

    [SkippableFact]
    public async Task A_request_that_hangs_is_not_carried_out()
    {
        proxy.Inject(request => request.Call == CosmosCall.Batch, InjectedFaults.Hang, times: int.MaxValue);

        Assert.True(await FailsAsync(() => BatchAsync("1", Briefly)));
        Assert.Equal(HttpStatusCode.NotFound, await ReadAsync("1"));
    }

    [SkippableFact]
    public async Task A_request_whose_answer_is_lost_was_carried_out()
    {
        proxy.Inject(request => request.Call == CosmosCall.Batch, InjectedFaults.LoseAnswer, times: int.MaxValue);

        Assert.True(await FailsAsync(() => BatchAsync("1")));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync("1"));
    }

    [SkippableFact]
    public async Task A_request_whose_answer_is_held_back_was_carried_out()
    {
        proxy.Inject(request => request.Call == CosmosCall.Batch, InjectedFaults.HoldAnswer, times: int.MaxValue);

        Assert.True(await FailsAsync(() => BatchAsync("1", Briefly)));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync("1"));
    }

    // A status above 399 or an exception: which of them a fault leads to is up to the SDK, and the store handles both.
    private static async Task<bool> FailsAsync(Func<Task<HttpStatusCode>> call)
    {
        try
        {
            return (int)await call() > 399;
        }
        catch (Exception exception) when (exception is OperationCanceledException or CosmosException or HttpRequestException)
        {
            return true;
        }
    }

    private async Task<HttpStatusCode> BatchAsync(string id, TimeSpan? waitLimit = null)
    {
        using var timeout = new CancellationTokenSource(waitLimit ?? WaitLimit);
        using var answer = await records.CreateTransactionalBatch(Partition).CreateItemStream(Document(id)).ExecuteAsync(timeout.Token);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> CreateAsync(string id)
    {
        using var answer = await records.CreateItemStreamAsync(Document(id), Partition);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> ReadAsync(string id)
    {
        using var answer = await records.ReadItemStreamAsync(id, Partition);
        return answer.StatusCode;
    }

    private static MemoryStream Document(string id) => new(Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","practice":"A20047"}"""));
}
