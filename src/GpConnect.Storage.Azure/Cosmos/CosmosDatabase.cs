using Azure.Identity;
using GpConnect.Foundations.Background;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>
/// The process's single client of the Cosmos DB account. The infrastructure creates the database and its containers; this class
/// creates them only in an emulator on loopback.
/// </summary>
internal sealed class CosmosDatabase : IDisposable
{
    public const string RecordsContainer = "records";
    public const string RecordsPartitionKey = "/practice";
    public const string PdsContainer = "pds";
    public const string PdsPartitionKey = "/id";

    private readonly Lazy<CosmosClient> client;
    private readonly Lazy<Container> records;
    private readonly Lazy<Container> pds;
    private readonly Lock gate = new();
    private readonly string? toCreate;
    private Task? creation;

    /// <summary>
    /// Creating the client takes a third of a start, so it begins here, concurrently with the rest. A call in the meantime waits
    /// for the same client.
    /// </summary>
    public CosmosDatabase(CosmosOptions options)
    {
        client = new Lazy<CosmosClient>(() => Connect(options));
        toCreate = options.CosmosEndpoint!.IsLoopback ? options.CosmosDatabase : null;
        records = new Lazy<Container>(() => client.Value.GetContainer(options.CosmosDatabase, RecordsContainer));
        pds = new Lazy<Container>(() => client.Value.GetContainer(options.CosmosDatabase, PdsContainer));
        BackgroundTasks.Prepare(() => Task.FromResult(client.Value));
    }

    /// <summary>Records, identifier entries, practices, and audit entries that wait to be moved to the trail.</summary>
    public Container Records => records.Value;

    /// <summary>The data set of the embedded stand-in for PDS.</summary>
    public Container Pds => pds.Value;

    /// <summary>Completes when the database exists.</summary>
    public Task EnsureCreatedAsync()
    {
        if (toCreate is null)
        {
            return Task.CompletedTask;
        }

        lock (gate)
        {
            return creation is null or { IsFaulted: true } ? creation = CreateAsync(toCreate) : creation;
        }
    }

    public void Dispose()
    {
        if (!client.IsValueCreated)
        {
            return;
        }

        try
        {
            client.Value.Dispose();
        }
        catch (InvalidOperationException)
        {
            // The SDK refuses to dispose a client that is still fetching its account; the client ends with the process.
        }
    }

    private static CosmosClient Connect(CosmosOptions options)
    {
        var endpoint = options.CosmosEndpoint!;
        var settings = Settings(endpoint.IsLoopback, TimeSpan.FromSeconds(options.StoreTimeoutSeconds));
        return options.CosmosKey is { } key
            ? new CosmosClient(endpoint.AbsoluteUri, key, settings)
            : new CosmosClient(endpoint.AbsoluteUri, new DefaultAzureCredential(), settings);
    }

    /// <summary>Timeouts and retries of the SDK stay within the time that <see cref="CosmosCalls"/> allows.</summary>
    private static CosmosClientOptions Settings(bool isEmulator, TimeSpan timeout) => new()
    {
        ApplicationName = "gpconnect-foundations",
        ConnectionMode = isEmulator ? ConnectionMode.Gateway : ConnectionMode.Direct,
        LimitToEndpoint = isEmulator,
        RequestTimeout = timeout,
        MaxRetryAttemptsOnRateLimitedRequests = 3,
        MaxRetryWaitTimeOnRateLimitedRequests = timeout,
        EnableContentResponseOnWrite = false,
        CosmosClientTelemetryOptions = new CosmosClientTelemetryOptions { DisableSendingMetricsToService = true },
    };

    private async Task CreateAsync(string name)
    {
        // This container is created last, so if it exists, everything does.
        using var last = await Pds.ReadContainerStreamAsync();
        if (last.IsSuccessStatusCode)
        {
            return;
        }

        Database database = await client.Value.CreateDatabaseIfNotExistsAsync(name);
        await database.CreateContainerIfNotExistsAsync(RecordsContainer, RecordsPartitionKey);
        await database.CreateContainerIfNotExistsAsync(PdsContainer, PdsPartitionKey);
    }
}
