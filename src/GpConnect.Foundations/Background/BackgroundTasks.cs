using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using GpConnect.Foundations.Observability;

namespace GpConnect.Foundations.Background;

/// <summary>
/// Runs all work that is not part of a request. A task that ends although the process is not stopping is logged, counted, shown by
/// the readiness probe, and started again.
/// </summary>
internal sealed partial class BackgroundTasks(Instruments instruments, TimeProvider clock, ILogger<BackgroundTasks> logger)
{
    /// <summary>Keeps a task that fails immediately from occupying a processor.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, TaskEnding> endings = new(StringComparer.Ordinal);
    private readonly Counter<long> count = instruments.Meter
        .CreateCounter<long>("gpconnect.tasks.ended", "{task}", "Background tasks that ended unexpectedly");

    /// <summary>The last unexpected end of each task that had one.</summary>
    public IReadOnlyDictionary<string, TaskEnding> Endings => endings;

    /// <summary>
    /// Starts work in advance and ignores its failure. The caller that needs the result repeats the work and sees the failure.
    /// </summary>
    public static void Prepare(Func<Task> work) =>
        Task.Run(work).ContinueWith(failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>Runs a task on the thread pool and restarts it whenever it ends, until the process stops.</summary>
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

    /// <summary>As <see cref="RunAsync"/>, but on the calling thread.</summary>
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

        // Exception messages may quote data, so only the type and the stack trace are logged.
        LogEnded(logger, name, exception?.GetType().Name ?? "no exception", StackTraces.Of(exception));
        return false;
    }

    private void Restarted(string name) => endings[name] = endings[name] with { IsRunning = true };

    [LoggerMessage(EventId = EventIds.BackgroundTaskEnded, Level = LogLevel.Error, Message = "Background task '{Task}' ended unexpectedly: {Exception} at {StackTrace}")]
    private static partial void LogEnded(ILogger logger, string task, string exception, string? stackTrace);
}

/// <param name="At">Timestamp of the clock at which the task ended.</param>
/// <param name="IsRunning">Whether the task has been started again.</param>
internal readonly record struct TaskEnding(long At, bool IsRunning);
