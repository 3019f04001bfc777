using GpConnect.Foundations.Observability;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Health;

/// <summary>
/// The time between the signal to stop and the end of listening. The readiness probe shows load balancers that this instance is
/// stopping. Requests that still arrive are refused with "try again", instead of finding no connection.
/// </summary>
internal sealed partial class Draining(LimitOptions options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Draining> logger)
    : IHostedLifecycleService
{
    public bool HasBegun => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Runs before the server stops; the server then waits for the requests that it has accepted.</summary>
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

    [LoggerMessage(EventId = EventIds.Draining, Level = LogLevel.Information, Message = "Draining: new requests are refused for {Seconds} s, then this instance stops")]
    private static partial void LogDraining(ILogger logger, int seconds);
}
