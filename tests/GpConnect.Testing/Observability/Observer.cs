using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using GpConnect.Foundations.Observability;
using GpConnect.Testing.EndToEnd;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Testing.Observability;

/// <summary>Records the spans and measurements of one provider only, because providers of other tests run in the same process.</summary>
internal sealed class Observer : IAsyncDisposable
{
    private readonly ActivityListener spanListener;
    private readonly MeterListener meterListener;
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ConcurrentQueue<Measurement> measurements = new();
    private readonly ConcurrentQueue<Instrument> published = new();

    private Observer(RunningProvider provider)
    {
        var instruments = provider.Services.GetRequiredService<Instruments>();
        spanListener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, instruments.Source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(spanListener);

        meterListener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, instruments.Meter))
                {
                    published.Enqueue(instrument);
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meterListener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        meterListener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        meterListener.Start();
    }

    public static Observer Watch(RunningProvider provider) => new(provider);

    public IReadOnlyList<Instrument> Instruments => [.. published];

    public IReadOnlyList<Activity> Spans => [.. spans];

    /// <summary>The spans of requests, which are of kind server.</summary>
    public IReadOnlyList<Activity> Requests => [.. spans.Where(span => span.Kind == ActivityKind.Server)];

    public IReadOnlyList<Measurement> Of(string instrument) => [.. measurements.Where(measurement => measurement.Instrument == instrument)];

    /// <summary>Takes measurements of the observable instruments, which report only on request.</summary>
    public void Measure() => meterListener.RecordObservableInstruments();

    /// <summary>Everything that was observed, as text to search for what must not be there.</summary>
    public string Text() => string.Join('\n', spans.Select(Text).Concat(measurements.Select(measurement => measurement.ToString())));

    public ValueTask DisposeAsync()
    {
        spanListener.Dispose();
        meterListener.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Text(Activity span) =>
        $"{span.DisplayName} {span.StatusDescription} {span.TraceStateString} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Baggage)} {span.Events.Count()} {span.Links.Count()}";

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => measurements.Enqueue(
        new Measurement(instrument.Name, value, instrument.Unit, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value)));
}

internal sealed record Measurement(string Instrument, double Value, string? Unit, IReadOnlyDictionary<string, object?> Tags)
{
    public override string ToString() => $"{Instrument} {Value} {Unit} {string.Join(' ', Tags)}";
}
