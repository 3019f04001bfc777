using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GpConnect.Foundations.Observability;

/// <summary>A call to a dependency in progress.</summary>
internal sealed class MeasuredCall(Activity? span, Histogram<double> duration, TimeProvider clock, TagList tags, CancellationToken cancellation) : IDisposable
{
    private readonly long started = clock.GetTimestamp();

    /// <summary>How the call ended, from a closed set; null for a call that failed or was cancelled.</summary>
    public string? Outcome { get; set; }

    public void Dispose()
    {
        var all = tags;
        all.Add(Telemetry.Outcome, Outcome ?? (cancellation.IsCancellationRequested ? "cancelled" : "failed"));
        duration.Record(clock.GetElapsedTime(started).TotalSeconds, all);
        if (span is null)
        {
            return;
        }

        foreach (var (name, value) in all)
        {
            span.SetTag(name, value);
        }

        span.SetStatus(Outcome is null ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        span.Dispose();
    }
}
