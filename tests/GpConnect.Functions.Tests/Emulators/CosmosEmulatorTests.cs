using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Functions.Tests.Emulators;

/// <summary>What the Cosmos DB store builds on, seen through the real SDK: holds for the emulator as for an account.</summary>
public sealed class CosmosEmulatorTests : IAsyncLifetime
{
    private readonly string practice = $"P{Guid.NewGuid():N}";
    private CosmosClient client = null!;
    private string database = null!;

    private Container Records => client.GetContainer(database, "records");

    private PartitionKey Partition => new(practice);

    public async Task InitializeAsync()
    {
        var account = await CosmosAccount.UnderTestAsync();
        client = account.NewClient();
        database = await account.NewDatabaseAsync();
    }

    public Task DisposeAsync()
    {
        client?.Dispose();
        return Task.CompletedTask;
    }

    [SkippableFact]
    public async Task What_was_never_written_is_not_found()
    {
        using var answer = await Records.ReadItemStreamAsync("nobody", Partition);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [SkippableFact]
    public async Task A_document_comes_back_with_its_etag_and_a_charge()
    {
        using var created = await CreateAsync(Document("1", "x"));
        using var read = await Records.ReadItemStreamAsync("1", Partition);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(created.Headers.ETag, read.Headers.ETag);
        Assert.Equal("x", TextOf(read));
        Assert.Equal(1, read.Headers.RequestCharge);
        Assert.InRange(created.Headers.RequestCharge, 5, 8);
    }

    [SkippableFact]
    public async Task A_taken_id_is_a_conflict()
    {
        using var first = await CreateAsync(Document("1", "first"));
        using var second = await CreateAsync(Document("1", "second"));

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("first", await ReadTextAsync("1"));
    }

    private Task<ResponseMessage> CreateAsync(JsonObject document) => Records.CreateItemStreamAsync(Bytes(document), Partition);

    private JsonObject Document(string id, string text, string kind = "record") =>
        new() { ["id"] = id, ["practice"] = practice, ["kind"] = kind, ["text"] = text };

    private async Task<string> ReadTextAsync(string id)
    {
        using var answer = await Records.ReadItemStreamAsync(id, Partition);
        return TextOf(answer.EnsureSuccessStatusCode());
    }

    private static string TextOf(ResponseMessage answer) => JsonNode.Parse(answer.Content)!["text"]!.GetValue<string>();

    private static MemoryStream Bytes(JsonObject document) => new(JsonSerializer.SerializeToUtf8Bytes(document));

    [SkippableFact]
    public async Task A_batch_that_succeeds_writes_everything_and_gives_etags()
    {
        using var answer = await Records.CreateTransactionalBatch(Partition)
            .CreateItemStream(Bytes(Document("1", "a")))
            .UpsertItemStream(Bytes(Document("2", "b")))
            .ExecuteAsync();

        Assert.True(answer.IsSuccessStatusCode, answer.ErrorMessage);
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created], answer.Select(result => result.StatusCode));
        using var read = await Records.ReadItemStreamAsync("1", Partition);
        Assert.Equal(answer[0].ETag, read.Headers.ETag);
    }
}
