using System.Diagnostics;
using System.Diagnostics.Metrics;
using GpConnect.Fhir;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Observability;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Observability;

/// <summary>
/// One span and one set of measurements for each request. Nothing that a caller sends is recorded, except its trace
/// context and values of a closed set: an interaction of the table, a practice that is served here.
/// </summary>
internal sealed class RequestTelemetry
{
    private const string UnknownInteraction = "unknown";

    /// <summary>
    /// Limits what a caller can add to the sum of the skews, in seconds: <c>iat</c> may be any number, even an NHS number.
    /// </summary>
    private const long MaximumSkew = 3600;

    private readonly ActivitySource source;
    private readonly TimeProvider clock;
    private readonly Counter<long> requests;
    private readonly Counter<long> errors;
    private readonly Histogram<double> duration;
    private readonly Histogram<double> clockSkew;

    public RequestTelemetry(Instruments instruments, TimeProvider clock)
    {
        source = instruments.Source;
        this.clock = clock;
        var meter = instruments.Meter;
        requests = meter.CreateCounter<long>("gpconnect.requests", "{request}", "Requests answered");
        errors = meter.CreateCounter<long>("gpconnect.errors", "{error}", "Requests answered with an error");
        duration = meter.CreateHistogram("gpconnect.request.duration", "s", "Time until the answer is ready to be sent", null, Telemetry.Durations);
        clockSkew = meter.CreateHistogram("gpconnect.token.clock_skew", "s", "Now minus iat of accepted tokens", null, Telemetry.Skews);
    }

    /// <summary>Starts the request's span; null when nothing listens.</summary>
    public Activity? Start(HttpRequest request)
    {
        if (!source.HasListeners())
        {
            return null;
        }

        // The trace state is free text from the caller, so it is not adopted.
        var hasParent = ActivityContext.TryParse(request.Headers.TraceParent, null, isRemote: true, out var parent);
        return source.StartActivity(InteractionOf(request.Headers), ActivityKind.Server, hasParent ? parent : default);
    }

    public void Finish(Activity? span, HttpRequest request, RequestAudit audit, RequestOutcome outcome)
    {
        var interaction = KeyValuePair.Create(Telemetry.Interaction, (object?)InteractionOf(request.Headers));
        var status = KeyValuePair.Create(Telemetry.HttpStatus, (object?)outcome.Response.Status);
        requests.Add(1, interaction, status);
        duration.Record(audit.Elapsed.TotalSeconds, interaction, status);
        if (outcome.Failure is { Error: var error })
        {
            errors.Add(1, interaction, status, KeyValuePair.Create(Telemetry.ErrorCode, (object?)error.Code));
        }

        if (audit.Caller is { } caller)
        {
            var skew = (Int128)clock.GetUtcNow().ToUnixTimeSeconds() - caller.IssuedAt;
            clockSkew.Record((double)Int128.Clamp(skew, -MaximumSkew, MaximumSkew));
        }

        if (span is not null)
        {
            Describe(span, request.Method, audit, outcome);
        }
    }

    private static void Describe(Activity span, string method, RequestAudit audit, RequestOutcome outcome)
    {
        span.SetTag(Telemetry.Interaction, span.OperationName);
        span.SetTag(Telemetry.Practice, audit.IsPracticeKnown ? audit.Practice : null);
        span.SetTag(Telemetry.HttpMethod, method is "GET" or "POST" ? method : "_OTHER");
        span.SetTag(Telemetry.HttpStatus, outcome.Response.Status);
        span.SetTag(Telemetry.ErrorCode, outcome.Failure?.Error.Code);
        span.SetTag(Telemetry.Format, outcome.Response.Format == FhirFormat.Xml ? "xml" : "json");
        if (outcome.Response.Status >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static string InteractionOf(IHeaderDictionary headers) =>
        headers[SspHeaders.InteractionIdName] is [{ } id] && Interaction.Find(id.Trim()) is { } interaction ? interaction.ShortId : UnknownInteraction;
}
