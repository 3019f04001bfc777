using System.CommandLine;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Settings;
using GpConnect.Hosting;
using GpConnect.Storage.Azure.Cosmos;
using GpConnect.Storage.Sqlite;

namespace GpConnect.Cli.Commands;

/// <summary>
/// The trail, opened by a command that reads it. A command that shows it first appends its own entry. Without one it goes on only if
/// the entry cannot be written and the operator has allowed that.
/// </summary>
internal sealed class TrailAccess : IAsyncDisposable
{
    public static readonly Option<bool> Unrecorded = new("--unrecorded")
    {
        Description = "Read the trail even if the entry of this command cannot be written to it; standard error says so",
    };

    private readonly CommandStore store;

    private TrailAccess(CommandStore store, IAuditReader reader, Exception? error = null)
    {
        this.store = store;
        (Reader, Error) = (reader, error?.Message);
    }

    public IAuditReader Reader { get; }

    /// <summary>Why only the trail can be read; null when the store can be used.</summary>
    public string? Error { get; }

    /// <summary>Opens the trail for a command that leaves no entry. The store need not be writable.</summary>
    public static async Task<TrailAccess> OpenAsync(ParseResult parsed)
    {
        var store = CommandStore.Open(parsed);
        try
        {
            return new TrailAccess(store, store.Get<IAuditReader>());
        }
        catch (StoreUnavailableException exception) when (IsUnwritable(exception))
        {
            return ForReading(store, exception);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the trail for a command that shows it, and appends the command's entry.</summary>
    /// <exception cref="CommandException">The entry cannot be written, and the operator has not allowed that.</exception>
    public static async Task<TrailAccess> OpenRecordedAsync(ParseResult parsed, string command)
    {
        var store = CommandStore.Open(parsed);
        try
        {
            await store.AuditAsync(new OperatorAudit(store.Get<TimeProvider>()).Entry(command, OperatorAudit.Done));
            return new TrailAccess(store, store.Get<IAuditReader>());
        }
        catch (StoreUnavailableException exception) when (IsUnwritable(exception) && parsed.GetValue(Unrecorded))
        {
            await Console.Error.WriteLineAsync($"{exception.Message} '{command}' reads the trail although its own entry could not be written (--unrecorded).");
            return ForReading(store, exception);
        }
        catch (StoreUnavailableException exception) when (IsUnwritable(exception))
        {
            await store.DisposeAsync();
            throw new CommandException($"{exception.Message} The entry of this command could not be written, so nothing was shown. To read the trail without an entry, repeat with --unrecorded.");
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Checks that the store or the trail knows a practice: the trail may name one that the store no longer has. A store that can only
    /// be read is not checked.
    /// </summary>
    /// <exception cref="CommandException">There is no such practice.</exception>
    public async Task RequirePracticeAsync(string odsCode, CancellationToken cancellation)
    {
        if (Error is null && !await IsNamedAsync(new AuditFilter(null, null, null, null, null) { Practice = odsCode }, cancellation))
        {
            await store.PracticeAsync(odsCode.ToUpperInvariant(), cancellation);
        }
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    /// <summary>Whether the file, its disk or the service failed. The other reasons are found before anything is opened.</summary>
    private static bool IsUnwritable(Exception exception) => exception.InnerException is not null;

    private async Task<bool> IsNamedAsync(AuditFilter practice, CancellationToken cancellation)
    {
        await foreach (var (record, error) in Reader.ReadAsync(cancellation))
        {
            if (record is not null && error is null && practice.Match(record) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static TrailAccess ForReading(CommandStore store, Exception error)
    {
        var settings = store.Get<ProviderSettings>();
        IAuditReader reader = settings.Get<CosmosOptions>().CosmosEndpoint is null
            ? new ReadOnlyTrail(ProviderServices.DatabaseFile(settings.Get<EmbeddedStoreOptions>()))
            : store.Get<IAuditReader>();
        return new TrailAccess(store, reader, error);
    }
}
