using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Background;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Settings;
using GpConnect.Provider.Capabilities;
using GpConnect.Provider.Health;
using GpConnect.Provider.Hosting;
using GpConnect.Provider.Interactions;
using GpConnect.Provider.Middleware;
using GpConnect.Provider.Observability;
using GpConnect.Provider.Tokens;
using GpConnect.Storage.Azure.Blobs;
using GpConnect.Storage.Azure.Cosmos;
using GpConnect.Storage.Sqlite;

namespace GpConnect.Hosting;

/// <summary>Everything the provider consists of; hosts and commands are built on it.</summary>
internal static class ProviderServices
{
    /// <summary>The file of the embedded store.</summary>
    public static string DatabaseFile(EmbeddedStoreOptions options) => Path.Combine(options.DataFolder, "gpconnect.db");

    public static IServiceCollection AddProvider(this IServiceCollection services, ProviderSettings settings) => services
        .AddSettings(settings)
        .AddSingleton(TimeProvider.System)
        .AddInstruments()
        .AddSingleton<BackgroundTasks>()
        .AddProviderHealth()
        .AddStore(settings)
        .AddSingleton<AuditAnchors>()
        .AddHostedService(provider => provider.GetRequiredService<AuditAnchors>())
        .AddPdsGateway(settings)
        .AddSingleton<ServiceRoot>()
        .AddSingleton<PracticeDirectory>()
        .AddSingleton<ResourceClaims>()
        .AddSingleton<BearerTokenValidator>()
        .AddSingleton<StatementSource>()
        .AddSingleton<IdentifierIndex>()
        .AddSingleton<OwnOrganizations>()
        .AddSingleton<AuditedChange>()
        .AddSingleton<RegistrationWriter>()
        .AddSingleton<InteractionHandlers>()
        .AddSingleton<Draining>()
        .AddSingleton<NewConnections>()
        .AddSingleton<RequestLimits>();

    private static IServiceCollection AddStore(this IServiceCollection services, ProviderSettings settings) =>
        settings.Get<CosmosOptions>() is { CosmosEndpoint: not null } cosmos ? services.AddCosmosStore(cosmos) : services.AddEmbeddedStore();

    private static IServiceCollection AddCosmosStore(this IServiceCollection services, CosmosOptions options)
    {
        var database = new CosmosDatabase(options);
        return services
            .AddSingleton(new StoreKind("azure.cosmosdb"))
            .AddSingleton(_ => database)
            .AddSingleton<CosmosCalls>()
            .AddSingleton(new IdentifierHashes(Convert.FromBase64String(options.IdentifierKey!)))
            .AddSingleton<DocumentIds>()
            .AddSingleton<OwnEntries>()
            .AddSingleton<IResourceStore, CosmosResourceStore>()
            .AddSingleton<IRecordList, CosmosRecordList>()
            .AddSingleton<IPracticeStore, CosmosPracticeStore>()
            .AddSingleton<IPdsDataSet, CosmosPdsDataSet>()
            .AddSingleton<AuditHeads>()
            .AddSingleton<AuditBlobs>()
            .AddSingleton<IAuditTrail, BlobAuditTrail>()
            .AddSingleton<IAuditReader, BlobAuditReader>()
            .AddDependencyCheck<BlobAuditCheck>("audit")

            // The server listens while the client is being created; requests that arrive in that time wait for the same client.
            .Configure<HostOptions>(host => host.ServicesStartConcurrently = true)
            .AddHostedService<CosmosWarmUp>()
            .AddSingleton<AuditOutbox>()
            .AddHostedService(provider => provider.GetRequiredService<AuditOutbox>())
            .AddDependencyCheck<OutboxCheck>("outbox");
    }

    private static IServiceCollection AddEmbeddedStore(this IServiceCollection services) => services
        .AddSingleton(new StoreKind("sqlite"))
        .AddSingleton<DiskSpace>()
        .AddSingleton(OpenDatabase)
        .AddSingleton(provider => new IdentifierHashes(provider.GetRequiredService<SqliteDatabase>().Key))
        .AddSingleton(provider => provider.GetRequiredService<SqliteDatabase>().Heads)
        .AddSingleton<IResourceStore, SqliteResourceStore>()
        .AddSingleton<IRecordList, SqliteRecordList>()
        .AddSingleton<IPracticeStore, SqlitePracticeStore>()
        .AddSingleton<IAuditTrail, SqliteAuditTrail>()
        .AddSingleton<IAuditReader, SqliteAuditReader>()
        .AddSingleton<IPdsDataSet, SqlitePdsDataSet>()
        .AddDependencyCheck<SqliteAuditCheck>("audit")
        .AddDependencyCheck<SqliteFileCheck>("file")
        .AddDependencyCheck<DiskCheck>("disk");

    /// <exception cref="ValidationException">The setting does not lead to a writable folder.</exception>
    private static SqliteDatabase OpenDatabase(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<EmbeddedStoreOptions>();
        try
        {
            return new SqliteDatabase(DatabaseFile(options), provider.GetRequiredService<DiskSpace>(), provider.GetRequiredService<BackgroundTasks>());
        }
        catch (Exception exception) when (FileErrors.IsExpected(exception))
        {
            throw new ValidationException($"{nameof(options.DataFolder)} (or --data): {FileErrors.DescribeFolder(exception, options.DataFolder)}", exception);
        }
    }
}
