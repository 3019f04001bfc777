using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GpConnect.Foundations.Observability;

/// <summary>Measures the calls to one dependency: how long they take, and a span for each that a traced request makes.</summary>
/// <param name="dependency">Short name: the metric is <c>gpconnect.{dependency}.duration</c>, a span <c>{dependency} {operation}</c>.</param>
/// <param name="system">What kind of database it is, by OpenTelemetry's names; null for none.</param>
internal sealed class DependencyMeter(Instruments instruments, TimeProvider clock, string dependency, string? system = null)
{
    private readonly Histogram<double> duration = instruments.Meter
        .CreateHistogram($"gpconnect.{dependency}.duration", "s", $"Time of calls to {dependency}", null, Telemetry.Durations);

    /// <summary>Starts a call; null when nobody listens. Disposing it ends it.</summary>
    public MeasuredCall? Start(string operation, CancellationToken cancellation = default)
    {
        if (!duration.Enabled && !instruments.Source.HasListeners())
        {
            return null;
        }

        // Probes and imports make calls outside of requests; spans of their own would only be noise.
        var span = Activity.Current is null ? null : instruments.Source.StartActivity($"{dependency} {operation}", ActivityKind.Client);
        var tags = new TagList { { Telemetry.Operation, operation } };
        if (system is not null)
        {
            tags.Add(Telemetry.StoreSystem, system);
        }

        return new MeasuredCall(span, duration, clock, tags, cancellation);
    }
}
