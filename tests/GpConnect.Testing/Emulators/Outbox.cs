using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Testing.Emulators;

/// <summary>Direct access to the documents in which audit entries wait in the account.</summary>
internal sealed class Outbox(CosmosClient client, Container records) : IDisposable
{
    public static async Task<Outbox> OpenAsync(TestSettings options)
    {
        var client = (await CosmosAccount.UnderTestAsync()).NewClient();
        return new Outbox(client, client.GetContainer(options.CosmosDatabase, "records"));
    }

    public async Task<IReadOnlyList<JsonObject>> OfKindAsync(string kind)
    {
        var found = new List<JsonObject>();
        using var pages = records.GetItemQueryStreamIterator(new QueryDefinition("SELECT * FROM c WHERE c.kind = @kind").WithParameter("@kind", kind));
        while (pages.HasMoreResults)
        {
            using var page = await pages.ReadNextAsync();
            page.EnsureSuccessStatusCode();
            found.AddRange((await JsonNode.ParseAsync(page.Content))!["Documents"]!.AsArray().Select(document => document!.AsObject()));
        }

        return found;
    }

    public async Task PutAsync(string document)
    {
        var partition = (string)JsonNode.Parse(document)!["practice"]!;
        using var response = await records.UpsertItemStreamAsync(new MemoryStream(Encoding.UTF8.GetBytes(document)), new PartitionKey(partition));
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => client.Dispose();
}
