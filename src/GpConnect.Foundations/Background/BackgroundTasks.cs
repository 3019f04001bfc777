using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using GpConnect.Foundations.Observability;

namespace GpConnect.Foundations.Background;

/// <summary>
/// Runs everything that goes on beside the calls. A task that ends although the process is not stopping is logged, counted,
/// shown by the readiness probe, and started again.
/// </summary>
internal sealed partial class BackgroundTasks(Instruments instruments, TimeProvider clock, ILogger<BackgroundTasks> logger)
{
    /// <summary>A task that fails at once must not occupy a processor.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, TaskEnding> endings = new(StringComparer.Ordinal);
    private readonly Counter<long> count = instruments.Meter
        .CreateCounter<long>("gpconnect.tasks.ended", "{task}", "Background tasks that ended although nobody stopped them");

    /// <summary>The last unexpected end of each task that had one.</summary>
    public IReadOnlyDictionary<string, TaskEnding> Endings => endings;

    /// <summary>
    /// Starts work whose result another caller waits for when it needs it: that caller makes it again, and sees why it fails.
    /// </summary>
    public static void Prepare(Func<Task> work) =>
        Task.Run(work).ContinueWith(failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>Runs a task in the pool, again and again until the process stops.</summary>
    /// <returns>Completes when the task has ended because of <paramref name="stopping"/>.</returns>
    public Task RunAsync(string name, Func<Task> work, CancellationToken stopping) => Task.Run(
        async () =>
        {
            while (!await EndsAsync(name, work, stopping))
            {
                await Task.Delay(Pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Restarted(name);
            }
        },
        CancellationToken.None);

    /// <summary>The same on the calling thread.</summary>
    public void Run(string name, Action work, CancellationToken stopping)
    {
        while (!Ends(name, work, stopping))
        {
            stopping.WaitHandle.WaitOne(Pause);
            Restarted(name);
        }
    }

    private async Task<bool> EndsAsync(string name, Func<Task> work, CancellationToken stopping)
    {
        try
        {
            await work();
            return HasStopped(name, null, stopping);
        }
        catch (Exception exception)
        {
            return HasStopped(name, exception, stopping);
        }
    }

    private bool Ends(string name, Action work, CancellationToken stopping)
    {
        try
        {
            work();
            return HasStopped(name, null, stopping);
        }
        catch (Exception exception)
        {
            return HasStopped(name, exception, stopping);
        }
    }

    private bool HasStopped(string name, Exception? exception, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            return true;
        }

        var ending = new TaskEnding(clock.GetTimestamp(), IsRunning: false);
        endings[name] = ending;
        count.Add(1, KeyValuePair.Create(Telemetry.Task, (object?)name));

        // Messages of exceptions may quote data, so only the type and the place are logged.
        LogEnded(logger, name, exception?.GetType().Name ?? "no exception", exception?.StackTrace);
        return false;
    }

    private void Restarted(string name) => endings[name] = endings[name] with { IsRunning = true };

    [LoggerMessage(EventId = EventIds.BackgroundTaskEnded, Level = LogLevel.Error, Message = "Background task '{Task}' ended although nobody stopped it: {Exception} at {StackTrace}")]
    private static partial void LogEnded(ILogger logger, string task, string exception, string? stackTrace);
}

/// <param name="At">Timestamp of the clock.</param>
/// <param name="IsRunning">Whether the task has been started again.</param>
internal readonly record struct TaskEnding(long At, bool IsRunning);
