using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpConnect.Testing.Emulators;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Tests.Emulators;

/// <summary>Behaviour that the Cosmos DB store relies on, seen through the real SDK. Holds for the emulator and an account.</summary>
public sealed class CosmosEmulatorTests : IAsyncLifetime
{
    private readonly string practice = $"P{Guid.NewGuid():N}";
    private CosmosClient client = null!;
    private Container records = null!;

    private PartitionKey Partition => new(practice);

    public async Task InitializeAsync()
    {
        var account = await CosmosAccount.UnderTestAsync();
        client = account.NewClient();
        records = client.GetContainer(await account.NewDatabaseAsync(), "records");
    }

    public Task DisposeAsync()
    {
        client?.Dispose();
        return Task.CompletedTask;
    }

    [SkippableFact]
    public async Task A_document_that_was_never_written_is_not_found()
    {
        using var answer = await records.ReadItemStreamAsync("nobody", Partition);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(1, answer.Headers.RequestCharge);
    }

    /// <summary>The emulator numbers its databases, and does not find the link of one number in sixty-four.</summary>
    [SkippableFact]
    public async Task Each_of_many_databases_can_be_queried_across_its_partitions()
    {
        var account = await CosmosAccount.UnderTestAsync();
        Skip.If(account.Key is null, "A real account has one database for all tests");
        for (var database = 0; database < 64; database++)
        {
            using var query = client.GetContainer(await account.NewDatabaseAsync(), "records").GetItemQueryStreamIterator("SELECT * FROM c");
            using var answer = await query.ReadNextAsync();

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [SkippableFact]
    public async Task A_missing_container_is_distinguished_from_a_missing_document()
    {
        using var answer = await client.GetContainer(records.Database.Id, "missing").ReadItemStreamAsync("nobody", Partition);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("1003", answer.Headers["x-ms-substatus"]);
    }

    [SkippableFact]
    public async Task A_document_comes_back_with_its_etag_and_a_charge()
    {
        using var created = await CreateAsync(Document("1", "x"));
        using var read = await records.ReadItemStreamAsync("1", Partition);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(created.Headers.ETag, read.Headers.ETag);
        Assert.Equal("x", TextOf(read));
        Assert.Equal(1, read.Headers.RequestCharge);
        Assert.InRange(created.Headers.RequestCharge, 5, 8);
    }

    [SkippableFact]
    public async Task A_read_of_a_larger_document_costs_more()
    {
        await SaveAsync(Document("1", new string('x', 40_000)));
        using var read = await records.ReadItemStreamAsync("1", Partition);

        Assert.InRange(read.Headers.RequestCharge, 1.5, 10);
    }

    [SkippableFact]
    public async Task A_taken_id_is_a_conflict_and_the_first_document_stays()
    {
        await SaveAsync(Document("1", "first"));
        using var second = await CreateAsync(Document("1", "second"));

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("first", await ReadTextAsync("1"));
    }

    [SkippableFact]
    public async Task A_document_is_replaced_only_over_the_version_that_was_read()
    {
        using var created = await CreateAsync(Document("1", "first"));
        var firstVersion = new ItemRequestOptions { IfMatchEtag = created.Headers.ETag };
        using var replaced = await records.ReplaceItemStreamAsync(Bytes(Document("1", "second")), "1", Partition, firstVersion);
        using var stale = await records.ReplaceItemStreamAsync(Bytes(Document("1", "third")), "1", Partition, firstVersion);
        using var staleDelete = await records.DeleteItemStreamAsync("1", Partition, firstVersion);

        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        Assert.NotEqual(created.Headers.ETag, replaced.Headers.ETag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, staleDelete.StatusCode);
        Assert.Equal("second", await ReadTextAsync("1"));
    }

    [SkippableFact]
    public async Task A_missing_document_can_be_neither_replaced_nor_deleted()
    {
        using var replaced = await records.ReplaceItemStreamAsync(Bytes(Document("1", "x")), "1", Partition);
        using var deleted = await records.DeleteItemStreamAsync("1", Partition);

        Assert.Equal(HttpStatusCode.NotFound, replaced.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, deleted.StatusCode);
    }

    [SkippableFact]
    public async Task An_upsert_creates_and_replaces()
    {
        using var first = await records.UpsertItemStreamAsync(Bytes(Document("1", "first")), Partition);
        using var second = await records.UpsertItemStreamAsync(Bytes(Document("1", "second")), Partition);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("second", await ReadTextAsync("1"));
    }

    [SkippableFact]
    public async Task A_deleted_document_is_gone_and_its_id_is_free()
    {
        await SaveAsync(Document("1", "first"));
        using var deleted = await records.DeleteItemStreamAsync("1", Partition);
        using var read = await records.ReadItemStreamAsync("1", Partition);

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        await SaveAsync(Document("1", "second"));
    }

    [SkippableFact]
    public async Task A_write_can_omit_the_document_from_its_answer()
    {
        using var answer = await records.CreateItemStreamAsync(Bytes(Document("1", "x")), Partition, new() { EnableContentResponseOnWrite = false });

        Assert.NotEmpty(answer.Headers.ETag);
        Assert.True(answer.Content is null or { Length: 0 });
        Assert.Equal("x", await ReadTextAsync("1"));
    }

    [SkippableFact]
    public async Task A_batch_writes_everything_and_returns_an_etag_for_each_document()
    {
        await SaveAsync(Document("old", "old"));
        await SaveAsync(Document("gone", "old"));
        using var answer = await records.CreateTransactionalBatch(Partition)
            .CreateItemStream(Bytes(Document("1", "a")))
            .UpsertItemStream(Bytes(Document("2", "b")), new() { EnableContentResponseOnWrite = false })
            .ReplaceItemStream("old", Bytes(Document("old", "new")))
            .DeleteItem("gone")
            .ExecuteAsync();

        HttpStatusCode[] expected = [HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.NoContent];
        Assert.Equal(expected, answer.Select(result => result.StatusCode));
        Assert.InRange(answer.RequestCharge, 15, 40);
        Assert.NotNull(answer[0].ResourceStream);
        Assert.Null(answer[1].ResourceStream);
        foreach (var (id, i) in new[] { ("1", 0), ("2", 1), ("old", 2) })
        {
            using var read = await records.ReadItemStreamAsync(id, Partition);
            Assert.Equal(answer[i].ETag, read.Headers.ETag);
        }

        Assert.Equal("new", await ReadTextAsync("old"));
        using var gone = await records.ReadItemStreamAsync("gone", Partition);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [SkippableFact]
    public async Task The_operations_of_a_batch_see_those_before_them()
    {
        using var answer = await records.CreateTransactionalBatch(Partition)
            .CreateItemStream(Bytes(Document("1", "first")))
            .ReplaceItemStream("1", Bytes(Document("1", "second")))
            .CreateItemStream(Bytes(Document("2", "x")))
            .DeleteItem("2")
            .ExecuteAsync();
        using var gone = await records.ReadItemStreamAsync("2", Partition);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("second", await ReadTextAsync("1"));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [SkippableTheory]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.PreconditionFailed)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task A_batch_with_one_failure_leaves_nothing_behind(HttpStatusCode failure)
    {
        await SaveAsync(Document("taken", "old"));
        var batch = records.CreateTransactionalBatch(Partition).CreateItemStream(Bytes(Document("1", "a"))).UpsertItemStream(Bytes(Document("taken", "new")));
        batch = failure switch
        {
            HttpStatusCode.Conflict => batch.CreateItemStream(Bytes(Document("taken", "again"))),
            HttpStatusCode.PreconditionFailed => batch.ReplaceItemStream("taken", Bytes(Document("taken", "again")), new() { IfMatchEtag = "\"stale\"" }),
            _ => batch.DeleteItem("missing"),
        };
        using var answer = await batch.CreateItemStream(Bytes(Document("2", "b"))).ExecuteAsync();

        Assert.Equal(failure, answer.StatusCode);
        HttpStatusCode[] expected = [HttpStatusCode.FailedDependency, HttpStatusCode.FailedDependency, failure, HttpStatusCode.FailedDependency];
        Assert.Equal(expected, answer.Select(result => result.StatusCode));
        Assert.Equal("old", await ReadTextAsync("taken"));
        foreach (var id in new[] { "1", "2" })
        {
            using var read = await records.ReadItemStreamAsync(id, Partition);
            Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        }
    }

    [SkippableFact]
    public async Task Of_many_batches_for_one_id_exactly_one_succeeds()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => records.CreateTransactionalBatch(Partition)
            .CreateItemStream(Bytes(Document($"own-{i}", "x")))
            .CreateItemStream(Bytes(Document("shared", $"{i}")))
            .ExecuteAsync()));

        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        Assert.Equal(2, (await QueryAsync("record", Partition)).Count);
    }

    [SkippableFact]
    public async Task Partitions_are_separate_and_ids_are_case_sensitive()
    {
        await SaveAsync(Document("a", "lower"));
        await SaveAsync(Document("A", "upper"));
        using var elsewhere = await records.ReadItemStreamAsync("a", new PartitionKey(practice.ToLowerInvariant()));
        using var wrongPartition = await records.CreateItemStreamAsync(Bytes(Document("b", "x")), new PartitionKey("other"));

        Assert.Equal("lower", await ReadTextAsync("a"));
        Assert.Equal("upper", await ReadTextAsync("A"));
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, wrongPartition.StatusCode);
    }

    [SkippableFact]
    public async Task A_query_finds_a_kind_within_a_partition_and_across_all_page_by_page()
    {
        var kind = $"kind-{practice}";
        var other = $"{practice}-other";
        for (var i = 0; i < 5; i++)
        {
            await SaveAsync(Document($"{i}", "x", kind));
            await SaveAsync(Document($"{i}", "x", kind, other), new PartitionKey(other));
        }

        await SaveAsync(Document("5", "x"));

        Assert.Equal(["0", "1", "2", "3", "4"], (await QueryAsync(kind, Partition)).Select(IdOf));
        Assert.Equal(["0", "0", "1", "1", "2", "2", "3", "3", "4", "4"], (await QueryAsync(kind, null)).Select(IdOf).Order());
    }

    [SkippableFact]
    public async Task Deleting_the_documents_of_a_page_skips_nothing_on_the_next_page()
    {
        for (var i = 0; i < 6; i++)
        {
            await SaveAsync(Document($"{i}", "x"));
        }

        var seen = new List<string>();
        using var pages = Query("record", Partition);
        while (pages.HasMoreResults)
        {
            foreach (var id in (await pages.ReadNextAsync()).Select(IdOf))
            {
                seen.Add(id);
                using var deleted = await records.DeleteItemStreamAsync(id, Partition);
            }
        }

        Assert.Equal(["0", "1", "2", "3", "4", "5"], seen);
    }

    [SkippableFact]
    public async Task Replacing_a_document_of_a_page_does_not_return_it_again()
    {
        for (var i = 0; i < 4; i++)
        {
            await SaveAsync(Document($"{i}", "x"));
        }

        using var pages = Query("record", Partition);
        var first = await pages.ReadNextAsync();
        using var replaced = await records.ReplaceItemStreamAsync(Bytes(Document("0", "y")), "0", Partition);
        var second = await pages.ReadNextAsync();

        Assert.Equal(["0", "1", "2", "3"], first.Concat(second).Select(IdOf));
        Assert.False(pages.HasMoreResults);
    }

    [SkippableTheory]
    [InlineData("quotes \" and \\ and / and \r\n\t")]
    [InlineData("\u2028\u2029 \u007f \u0001\u001f \ufeff")]
    [InlineData("Zoë 👩🏽‍⚕️ ‮ e\u0301")]
    [InlineData("__proto__ \\u0041 {\"id\":\"2\"} ]]> </script>")]
    public async Task A_text_comes_back_exactly(string text)
    {
        await SaveAsync(Document("1", text));
        using var batch = await records.CreateTransactionalBatch(Partition).CreateItemStream(Bytes(Document("2", text))).ExecuteAsync();

        Assert.Equal(text, await ReadTextAsync("1"));
        Assert.Equal(text, await ReadTextAsync("2"));
        Assert.All(await QueryAsync("record", Partition), document => Assert.Equal(text, (string?)document["text"]));
    }

    [SkippableFact]
    public async Task A_long_text_comes_back_exactly()
    {
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(i => (char)(0x20 + (i % 0xD000))));
        await SaveAsync(Document("1", text));

        Assert.Equal(text, await ReadTextAsync("1"));
    }

    [SkippableFact]
    public async Task A_document_of_more_than_2_MB_is_refused()
    {
        using var alone = await CreateAsync(Document("1", new string('x', 2 * 1024 * 1024)));
        using var below = await CreateAsync(Document("2", new string('x', 1_900_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, alone.StatusCode);
        Assert.Equal(HttpStatusCode.Created, below.StatusCode);
    }

    private Task<ResponseMessage> CreateAsync(JsonObject document) => records.CreateItemStreamAsync(Bytes(document), Partition);

    private async Task SaveAsync(JsonObject document, PartitionKey? partition = null)
    {
        using var answer = await records.CreateItemStreamAsync(Bytes(document), partition ?? Partition);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private async Task<string> ReadTextAsync(string id)
    {
        using var answer = await records.ReadItemStreamAsync(id, Partition);
        return TextOf(answer.EnsureSuccessStatusCode());
    }

    private async Task<IReadOnlyList<JsonObject>> QueryAsync(string kind, PartitionKey? partition)
    {
        var documents = new List<JsonObject>();
        using var pages = Query(kind, partition);
        while (pages.HasMoreResults)
        {
            documents.AddRange(await pages.ReadNextAsync());
        }

        return documents;
    }

    private FeedIterator<JsonObject> Query(string kind, PartitionKey? partition) => records.GetItemQueryIterator<JsonObject>(
        new QueryDefinition("SELECT * FROM c WHERE c.kind = @kind").WithParameter("@kind", kind),
        requestOptions: new QueryRequestOptions { PartitionKey = partition, MaxItemCount = 2 });

    private JsonObject Document(string id, string text, string kind = "record", string? partition = null) =>
        new() { ["id"] = id, ["practice"] = partition ?? practice, ["kind"] = kind, ["text"] = text };

    private static string TextOf(ResponseMessage answer) => JsonNode.Parse(answer.Content)!["text"]!.GetValue<string>();

    private static string IdOf(JsonObject document) => (string)document["id"]!;

    private static MemoryStream Bytes(JsonObject document) => new(JsonSerializer.SerializeToUtf8Bytes(document));
}
