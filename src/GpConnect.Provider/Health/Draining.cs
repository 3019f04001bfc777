using GpConnect.Foundations.Observability;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Health;

/// <summary>
/// The time between the signal to stop and the end of listening: load balancers see at the readiness probe that this
/// instance stops, and whoever has not seen it yet is told to try again instead of finding no connection.
/// </summary>
internal sealed partial class Draining(LimitOptions options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Draining> logger)
    : IHostedLifecycleService
{
    public bool HasBegun => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Comes before the server is stopped, which then waits for the requests it has accepted.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        LogDraining(logger, options.DrainSeconds);
        return Task.Delay(TimeSpan.FromSeconds(options.DrainSeconds), clock, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = EventIds.Draining, Level = LogLevel.Information, Message = "Draining: new requests are sent elsewhere for {Seconds} s, then this instance stops")]
    private static partial void LogDraining(ILogger logger, int seconds);
}
