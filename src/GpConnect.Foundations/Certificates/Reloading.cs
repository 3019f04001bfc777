using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Observability;

namespace GpConnect.Foundations.Certificates;

/// <summary>
/// A value that is read from files, and read again when they change. If the new files cannot be read, the last valid value stays in
/// force and the error is logged.
/// </summary>
internal sealed partial class Reloading<T>
    where T : class
{
    /// <summary>A change takes effect at the first use after this time.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly string what;
    private readonly Func<string> stamp;
    private readonly Func<T> read;
    private readonly TimeProvider clock;
    private readonly ILogger<T> logger;
    private volatile T current;
    private string seen;
    private long seenAt;

    /// <exception cref="ValidationException">The files cannot be read.</exception>
    public Reloading(string what, Func<string> stamp, Func<T> read, TimeProvider clock, ILogger<T> logger)
    {
        (this.what, this.stamp, this.read, this.clock, this.logger) = (what, stamp, read, clock, logger);
        try
        {
            seen = stamp();
            current = read();
        }
        catch (Exception exception) when (PemSource.IsExpected(exception))
        {
            throw new ValidationException($"{what}: {PemSource.Describe(exception)}", exception);
        }

        seenAt = clock.GetTimestamp();
    }

    public T Current
    {
        get
        {
            if (clock.GetElapsedTime(Volatile.Read(ref seenAt)) >= MaximumAge && gate.TryEnter())
            {
                try
                {
                    Refresh();
                }
                finally
                {
                    gate.Exit();
                }
            }

            return current;
        }
    }

    private void Refresh()
    {
        Volatile.Write(ref seenAt, clock.GetTimestamp());
        try
        {
            var before = stamp();
            if (before == seen)
            {
                return;
            }

            var next = read();

            // If the files changed while they were read, the next refresh reads them again.
            if (stamp() == before)
            {
                current = next;
                seen = before;
                LogReloaded(logger, what);
            }
        }
        catch (Exception exception) when (PemSource.IsExpected(exception))
        {
            LogKept(logger, what, PemSource.Describe(exception));
        }
    }

    [LoggerMessage(EventId = EventIds.FilesReloaded, Level = LogLevel.Information, Message = "{What}: the new files are in force")]
    private static partial void LogReloaded(ILogger logger, string what);

    [LoggerMessage(EventId = EventIds.FilesKept, Level = LogLevel.Error, Message = "{What}: the new files cannot be used, the earlier ones stay in force: {Error}")]
    private static partial void LogKept(ILogger logger, string what, string error);
}
