using System.CommandLine;
using GpConnect.Functions.Audit;
using GpConnect.Functions.Hosting;
using GpConnect.Functions.Importing;
using GpConnect.Functions.Importing.BatchTrace;
using GpConnect.Functions.Practices;
using GpConnect.Functions.Spine;
using GpConnect.Functions.Storage.Sqlite;

namespace GpConnect.Functions.Commands;

/// <summary>The provider's services for a command, without a server around them.</summary>
internal sealed class CommandStore : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private CommandStore(ServiceProvider services) => this.services = services;

    public static CommandStore Open(ParseResult parsed) =>
        new(new ServiceCollection().AddLogging().AddProvider(CommonOptions.Read(parsed)).BuildServiceProvider());

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <exception cref="CommandException">Another store is configured.</exception>
    public SqliteDatabase EmbeddedStore() =>
        services.GetService<SqliteDatabase>() ?? throw new CommandException("That is for the embedded store; Cosmos DB has backups of its own (docs/operations.md).");

    /// <exception cref="CommandException">There is no such practice.</exception>
    public async ValueTask<Practice> PracticeAsync(string odsCode, CancellationToken cancellation) =>
        await Get<IPracticeStore>().FindAsync(odsCode, cancellation)
        ?? throw new CommandException($"There is no practice {Echo.Id(odsCode)}; 'practice list' shows them, 'practice add' adds one.");

    public Importer Importer(bool isDry) => Importer(services, isDry);

    public static Importer Importer(IServiceProvider services, bool isDry) =>
        ActivatorUtilities.CreateInstance<Importer>(services, Target(services, isDry));

    public TraceImport TraceImport(bool isDry) => TraceImport(services, isDry);

    public static TraceImport TraceImport(IServiceProvider services, bool isDry) =>
        ActivatorUtilities.CreateInstance<TraceImport>(services, Target(services, isDry));

    private static ImportTarget Target(IServiceProvider services, bool isDry)
    {
        var target = ActivatorUtilities.CreateInstance<ImportTarget>(services);
        return isDry ? new DryRun(target).Target : target;
    }

    public ValueTask DisposeAsync()
    {
        Get<AuditAnchors>().Write();
        return services.DisposeAsync();
    }
}
