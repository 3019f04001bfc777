using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>
/// Lets the client fetch account, container and addresses before the first request. A server whose store is down starts anyway and
/// reports that in its readiness probe.
/// </summary>
internal sealed partial class CosmosWarmUp(CosmosDatabase database, CosmosCalls calls, CosmosOptions options, ILogger<CosmosWarmUp> logger) : IHostedService
{
    private const string Nothing = "warm-up";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await calls.ReadAsync(database.Records, Nothing, Nothing, cancellationToken);
        }
        catch (Exception exception) when (exception is StoreBusyException or StoreUnavailableException)
        {
            LogDown(logger, exception.Message);
        }

        calls.Budget = TimeSpan.FromSeconds(options.StoreTimeoutSeconds);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = EventIds.StartWithoutStore, Level = LogLevel.Warning, Message = "Starting without the store: {Error}")]
    private static partial void LogDown(ILogger logger, string error);
}
