using System.Text.Json;
using Azure.Identity;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Testing.Emulators;

/// <summary>The account of the tests of the Cosmos DB store: the emulator, or the real account that <c>COSMOS_ENDPOINT</c> names.</summary>
/// <param name="Key">Null for a real account, which requires an identity instead.</param>
internal sealed record CosmosAccount(Uri Endpoint, string? Key)
{
    private static readonly Lazy<Task<CosmosAccount>> Chosen = new(ChooseAsync);

    public static Task<CosmosAccount> UnderTestAsync() => Chosen.Value;

    /// <summary>A database with the provider's containers: a new one in the emulator; <c>COSMOS_DATABASE</c> of a real account.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        if (Key is null)
        {
            return Environment.GetEnvironmentVariable("COSMOS_DATABASE") ?? "gpconnect-tests";
        }

        using var client = NewClient();
        var database = await CreateDatabaseAsync(client);
        await database.CreateContainerAsync(new ContainerProperties("records", "/practice"));
        await database.CreateContainerAsync(new ContainerProperties("pds", "/id"));
        return database.Id;
    }

    /// <summary>A client that retries as little as the SDK allows, so that a test sees every answer.</summary>
    public CosmosClient NewClient()
    {
        var options = new CosmosClientOptions
        {
            ConnectionMode = ConnectionMode.Gateway,
            LimitToEndpoint = true,
            UseSystemTextJsonSerializerWithOptions = JsonSerializerOptions.Default,
            MaxRetryAttemptsOnRateLimitedRequests = 0,
            RequestTimeout = TimeSpan.FromSeconds(10),
        };
        return Key is null ? new CosmosClient(Endpoint.ToString(), new DefaultAzureCredential(), options) : new CosmosClient(Endpoint.ToString(), Key, options);
    }

    /// <summary>
    /// The emulator gives one database in sixty-four a link with a hyphen or a slash, and then does not find its partitions. Such a
    /// database is skipped.
    /// </summary>
    private static async Task<Database> CreateDatabaseAsync(CosmosClient client)
    {
        DatabaseResponse created;
        do
        {
            created = await client.CreateDatabaseAsync($"tests-{Guid.NewGuid():N}");
        }
        while (created.Resource.SelfLink.Trim('/').Count(letter => letter is '-' or '/') > 1);

        return created.Database;
    }

    private static async Task<CosmosAccount> ChooseAsync() =>
        Environment.GetEnvironmentVariable("COSMOS_ENDPOINT") is { Length: > 0 } endpoint
            ? new CosmosAccount(new Uri(endpoint), null)
            : await CosmosEmulator.AccountAsync();
}
