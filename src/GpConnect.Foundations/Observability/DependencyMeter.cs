using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GpConnect.Foundations.Observability;

/// <summary>Measures the duration of calls to one dependency, and makes a span for each call within a traced request.</summary>
/// <param name="dependency">
/// Short name: the metric is <c>gpconnect.{dependency}.duration</c>, a span <c>{dependency} {operation}</c>.
/// </param>
/// <param name="system">OpenTelemetry's name of the kind of database; null when the dependency is not a database.</param>
internal sealed class DependencyMeter(Instruments instruments, TimeProvider clock, string dependency, string? system = null)
{
    private readonly Histogram<double> duration = instruments.Meter
        .CreateHistogram($"gpconnect.{dependency}.duration", "s", $"Time of calls to {dependency}", null, Telemetry.Durations);

    /// <summary>Starts measuring a call, until the result is disposed of; null when nothing records measurements or spans.</summary>
    public MeasuredCall? Start(string operation, CancellationToken cancellation = default)
    {
        if (!duration.Enabled && !instruments.Source.HasListeners())
        {
            return null;
        }

        // Probes and imports make calls outside requests; separate spans for them would only be noise.
        var span = Activity.Current is null ? null : instruments.Source.StartActivity($"{dependency} {operation}", ActivityKind.Client);
        var tags = new TagList { { Telemetry.Operation, operation } };
        if (system is not null)
        {
            tags.Add(Telemetry.StoreSystem, system);
        }

        return new MeasuredCall(span, duration, clock, tags, cancellation);
    }
}
