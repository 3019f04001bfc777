using System.CommandLine;
using GpConnect.Foundations;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Settings;
using GpConnect.Hosting;
using GpConnect.Importing.BatchTrace;
using GpConnect.Importing.Records;
using GpConnect.Storage.Azure.Cosmos;
using GpConnect.Storage.Sqlite;

namespace GpConnect.Cli.Commands;

/// <summary>The provider's services for a command, without a server around them.</summary>
internal sealed class CommandStore : IAsyncDisposable
{
    private readonly ServiceProvider services;

    /// <summary>A temporary folder that is deleted when the command ends; null when the operator's own is used.</summary>
    private readonly DirectoryInfo? scratch;

    private CommandStore(ProviderSettings settings, DirectoryInfo? scratch = null)
    {
        services = new ServiceCollection().AddLogging().AddProvider(settings).BuildServiceProvider();
        this.scratch = scratch;
    }

    /// <summary>Opens an existing store: a mistyped folder must not become an empty store.</summary>
    /// <exception cref="CommandException">The data folder holds no store.</exception>
    public static CommandStore Open(ParseResult parsed)
    {
        var settings = CommonOptions.Read(parsed);
        return Exists(settings)
            ? new CommandStore(Ready(settings))
            : throw new CommandException($"There is no store in {Path.GetFullPath(settings.Get<EmbeddedStoreOptions>().DataFolder)}: check --data or GPCONNECT_DATAFOLDER. 'serve', 'import', 'practice add' and 'restore' create one.");
    }

    /// <summary>Opens the store, or creates an empty one.</summary>
    /// <exception cref="StoreUnavailableException">There was a store in the folder.</exception>
    public static CommandStore OpenOrCreate(ParseResult parsed)
    {
        RefuseLost(CommonOptions.Read(parsed));
        return OpenForRestore(parsed);
    }

    /// <summary>Opens the store, or creates an empty one, also where a store was lost.</summary>
    public static CommandStore OpenForRestore(ParseResult parsed)
    {
        var store = new CommandStore(Ready(CommonOptions.Read(parsed)));
        AnnounceNewStore(store.services);
        return store;
    }

    /// <summary>Does not let an empty store take the place of one that was removed.</summary>
    /// <exception cref="StoreUnavailableException">There was a store in the folder.</exception>
    public static void RefuseLost(ProviderSettings settings)
    {
        if (settings.Get<CosmosOptions>().CosmosEndpoint is null)
        {
            var file = ProviderServices.DatabaseFile(settings.Get<EmbeddedStoreOptions>());
            OrphanedWal.Refuse(file);
            LostStore.Refuse(file, settings.Get<AuditOptions>().AuditAnchorFile);
        }
    }

    /// <summary>Says that a new store was created, because the folder may be mistyped.</summary>
    public static void AnnounceNewStore(IServiceProvider services)
    {
        if (services.GetRequiredService<CosmosOptions>().CosmosEndpoint is null && services.GetRequiredService<SqliteDatabase>().IsNew)
        {
            Console.WriteLine($"Created a new store in {Path.GetFullPath(services.GetRequiredService<EmbeddedStoreOptions>().DataFolder)}.");
        }
    }

    /// <summary>Opens the store for a dry run, which must not create one: without a store it uses an empty temporary one.</summary>
    public static CommandStore OpenForDryRun(ParseResult parsed)
    {
        var settings = CommonOptions.Read(parsed);
        if (Exists(settings))
        {
            return new CommandStore(Ready(settings));
        }

        RefuseLost(settings);
        var scratch = Directory.CreateTempSubdirectory("gpconnect-dry-run-");
        var options = settings.Get<EmbeddedStoreOptions>() with { DataFolder = scratch.FullName };
        return new CommandStore(settings.With(options), scratch);
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Appends to the trail, and writes its anchors before anything is shown or written that the entry is about.</summary>
    public async Task AuditAsync(AuditEntry entry)
    {
        await Get<IAuditTrail>().AppendAsync(entry);
        Anchor("Nothing was shown or written: the anchor of the audit entry");
    }

    /// <summary>Writes the anchors of the trail after a change; if that fails, the change remains.</summary>
    /// <param name="done">What was changed, without a full stop.</param>
    /// <exception cref="CommandException">The change was made, but its anchor could not be written.</exception>
    public void AnchorChange(string done) => Anchor($"{done}, but its anchor");

    /// <summary>
    /// Writes the anchors of the trail, which state where it ends. Without a file for them they go to standard error, if that is
    /// redirected: a terminal keeps nothing.
    /// </summary>
    private void Anchor(string subject)
    {
        var anchors = Write(subject);
        if (Get<AuditOptions>().AuditAnchorFile is null && Console.IsErrorRedirected)
        {
            foreach (var anchor in anchors)
            {
                Console.Error.WriteLine($"Audit anchor {anchor}");
            }
        }
    }

    private IReadOnlyList<string> Write(string subject)
    {
        try
        {
            return Get<AuditAnchors>().Write();
        }
        catch (Exception exception) when (FileErrors.IsExpected(exception))
        {
            throw new CommandException($"{subject} could not be written: {FileErrors.Describe(exception)} (GPCONNECT_AUDITANCHORFILE).");
        }
    }

    /// <exception cref="CommandException">Another store is configured.</exception>
    public SqliteDatabase EmbeddedStore()
    {
        RequireEmbedded(Get<ProviderSettings>());
        return Get<SqliteDatabase>();
    }

    /// <exception cref="CommandException">Another store is configured.</exception>
    public static void RequireEmbedded(ProviderSettings settings)
    {
        if (settings.Get<CosmosOptions>().CosmosEndpoint is not null)
        {
            throw new CommandException("This command is for the embedded store; Cosmos DB has its own backups (docs/operations/restore-cosmos.md).");
        }
    }

    /// <exception cref="CommandException">There is no such practice.</exception>
    public async ValueTask<Practice> PracticeAsync(string odsCode, CancellationToken cancellation) =>
        await Get<IPracticeStore>().FindAsync(odsCode, cancellation)
        ?? throw new CommandException($"There is no practice {Redacted.Id(odsCode)}; 'practice list' shows them, 'practice add' adds one.");

    public Importer Importer(bool isDry) => Importer(services, isDry);

    public static Importer Importer(IServiceProvider services, bool isDry) =>
        ActivatorUtilities.CreateInstance<Importer>(services, Target(services, isDry));

    public BatchTraceImport BatchTraceImport(bool isDry) => BatchTraceImport(services, isDry);

    public static BatchTraceImport BatchTraceImport(IServiceProvider services, bool isDry) =>
        ActivatorUtilities.CreateInstance<BatchTraceImport>(services, Target(services, isDry));

    private static ImportTarget Target(IServiceProvider services, bool isDry)
    {
        var target = ActivatorUtilities.CreateInstance<ImportTarget>(services);
        return isDry ? new DryRun(target).Target : target;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            Anchor("The last anchor of the audit trail");
        }
        catch (CommandException exception)
        {
            // The command has already failed in another way, or has reported its own anchor.
            await Console.Error.WriteLineAsync(exception.Message);
        }
        catch (StoreUnavailableException)
        {
            // The store could not be opened, which the command has reported, so there is nothing to anchor.
        }

        await services.DisposeAsync();
        scratch?.Delete(recursive: true);
    }

    /// <summary>Refuses to begin what could not be anchored.</summary>
    private static ProviderSettings Ready(ProviderSettings settings)
    {
        AuditAnchors.RequireFile(settings.Get<AuditOptions>());
        return settings;
    }

    private static bool Exists(ProviderSettings settings)
    {
        if (settings.Get<CosmosOptions>().CosmosEndpoint is not null)
        {
            return true;
        }

        // A log without its store shows that there was one.
        var file = ProviderServices.DatabaseFile(settings.Get<EmbeddedStoreOptions>());
        StoreFolder.RequireAccess(file);
        OrphanedWal.Refuse(file);
        return new FileInfo(file) is { Exists: true, Length: > 0 };
    }
}
