using GpConnect.Provider.Observability;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Middleware;

/// <summary>Records the span and the measurements of the request, and its line on a developer's console.</summary>
internal sealed class TelemetryMiddleware(RequestDelegate next, RequestTelemetry telemetry, RequestLog requestLog)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var state = RequestState.Of(context);
        using var span = telemetry.Start(context.Request);
        await next(context);
        telemetry.Finish(span, context.Request, state.Audit, state.Outcome);
        requestLog.Write(context.Request, state.Outcome);
    }
}
