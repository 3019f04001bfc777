using GpConnect.Foundations.Errors;
using GpConnect.Provider.Health;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Middleware;

/// <summary>
/// Holds a slot of the limits for the request until its audit entry is durable. A request without a slot goes on as well, because
/// its refusal is audited too.
/// </summary>
internal sealed class RequestLimitMiddleware(RequestDelegate next, RequestLimits limits, Draining draining)
{
    public async Task InvokeAsync(HttpContext context)
    {
        using var admission = await AdmitAsync(context.Request);
        RequestState.Of(context).Refusal = admission.Refusal;
        await next(context);
    }

    private ValueTask<Admission> AdmitAsync(HttpRequest request) => draining.HasBegun
        ? new(Admission.Refused(SpineError.Overloaded.Because("This instance is stopping; try again")))
        : limits.EnterAsync(request);
}
