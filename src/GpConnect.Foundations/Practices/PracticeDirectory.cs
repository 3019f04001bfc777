using System.Collections.Concurrent;
using GpConnect.Foundations.Observability;

namespace GpConnect.Foundations.Practices;

/// <summary>
/// A cache of the practices, for requests. A cached practice older than <see cref="MaximumAge"/> is read again, so that a switch
/// takes effect in every running instance in well under five seconds.
/// </summary>
internal sealed class PracticeDirectory
{
    public static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(2);

    private readonly IPracticeStore store;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, Seen> seen = new(StringComparer.Ordinal);
    private long misses;

    public PracticeDirectory(IPracticeStore store, TimeProvider clock, Instruments instruments)
    {
        this.store = store;
        this.clock = clock;
        instruments.Meter.CreateObservableCounter("gpconnect.practices.misses", () => Interlocked.Read(ref misses), "{miss}", "Practices that were read from the store");
    }

    public ValueTask<Practice?> FindAsync(string odsCode, CancellationToken cancellation)
    {
        if (seen.TryGetValue(odsCode, out var entry) && clock.GetElapsedTime(entry.At) < MaximumAge)
        {
            return ValueTask.FromResult<Practice?>(entry.Practice);
        }

        return ReadAsync(odsCode, cancellation);
    }

    private async ValueTask<Practice?> ReadAsync(string odsCode, CancellationToken cancellation)
    {
        Interlocked.Increment(ref misses);
        var at = clock.GetTimestamp();
        var practice = await store.FindAsync(odsCode, cancellation);
        if (practice is null)
        {
            // Unknown codes are not cached: callers can send any number of them, and memory must stay bounded.
            seen.TryRemove(odsCode, out _);
            return null;
        }

        seen[odsCode] = new Seen(practice, at);
        return practice;
    }

    private sealed record Seen(Practice Practice, long At);
}
