using System.Diagnostics.Metrics;

namespace GpConnect.Foundations.Observability;

/// <summary>
/// The names of the attributes of spans and measurements (docs/observability.md). Values are from closed sets, never from a caller.
/// </summary>
internal static class Telemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "GpConnect.Foundations";

    public const string Interaction = "gpconnect.interaction";
    public const string Practice = "gpconnect.practice";
    public const string ErrorCode = "gpconnect.error.code";
    public const string Format = "gpconnect.format";
    public const string Operation = "gpconnect.operation";
    public const string Outcome = "gpconnect.outcome";
    public const string HttpMethod = "http.request.method";
    public const string HttpStatus = "http.response.status_code";
    public const string StoreStatus = "db.response.status_code";
    public const string StoreSystem = "db.system.name";
    public const string Task = "gpconnect.task";

    /// <summary>Bucket boundaries in seconds, from 1 ms to 10 s.</summary>
    public static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    };

    /// <summary>Bucket boundaries in request units: a point read costs 1, a registration a few dozen.</summary>
    public static readonly InstrumentAdvice<double> Charges = new()
    {
        HistogramBucketBoundaries = [1, 1.5, 2, 3, 5, 7.5, 10, 15, 20, 30, 50, 100, 200, 500, 1000],
    };

    /// <summary>Bucket boundaries in seconds by which a consumer's clock is ahead (negative) or behind (positive).</summary>
    public static readonly InstrumentAdvice<double> Skews = new()
    {
        HistogramBucketBoundaries = [-300, -60, -30, -10, -5, -2, -1, 0, 1, 2, 5, 10, 30, 60, 120, 240, 300],
    };
}
