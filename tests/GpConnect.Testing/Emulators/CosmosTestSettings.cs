using System.Text.Json.Nodes;
using GpConnect.Testing.EndToEnd;
using Microsoft.Extensions.Logging;

namespace GpConnect.Testing.Emulators;

/// <summary>Settings of a provider on the Cosmos DB account under test, with its own audit trail.</summary>
internal static class CosmosTestSettings
{
    public static async Task<TestSettings> NewAsync()
    {
        var account = await CosmosAccount.UnderTestAsync();
        return new TestSettings
        {
            Port = 0,
            StoreTimeoutSeconds = 10,
            LogLevel = LogLevel.Debug,
            CosmosEndpoint = account.Endpoint,
            CosmosKey = account.Key,
            CosmosDatabase = await account.NewDatabaseAsync(),
            AuditContainer = (await Azurite.NewContainerAsync()).Uri,
            IdentifierKey = Convert.ToBase64String(new byte[32]),
        };
    }

    /// <summary>Settings that reach the same store through another endpoint.</summary>
    public static TestSettings Through(this TestSettings options, Uri endpoint) => new()
    {
        Port = 0,
        StoreTimeoutSeconds = options.StoreTimeoutSeconds,
        LogLevel = LogLevel.Debug,
        CosmosEndpoint = endpoint,
        CosmosKey = options.CosmosKey,
        CosmosDatabase = options.CosmosDatabase,
        AuditContainer = options.AuditContainer,
        IdentifierKey = options.IdentifierKey,
    };

    /// <summary>Waits until every committed entry is in the trail.</summary>
    public static async Task OutboxIsEmptyAsync(this TestSettings options)
    {
        using var outbox = await Outbox.OpenAsync(options);
        await Eventually.HoldsAsync(async () => (await outbox.OfKindAsync("audit")).Count == 0, 90);
    }

    /// <summary>The entries of the audit trail in the blobs, oldest blob first.</summary>
    public static async Task<IReadOnlyList<JsonObject>> TrailAsync(this TestSettings options)
    {
        var container = Azurite.Container(options.AuditContainer!);
        var entries = new List<JsonObject>();
        await foreach (var blob in container.GetBlobsAsync())
        {
            var content = await container.GetBlobClient(blob.Name).DownloadContentAsync();
            entries.AddRange(content.Value.Content.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!["entry"]!.AsObject()));
        }

        return entries;
    }
}
