using GpConnect.Provider.Health;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Middleware;

/// <summary>
/// Sends the response when everything else is done. The audit entry is durable before the first byte, and a caller that reads
/// slowly holds no request slot.
/// </summary>
internal sealed class ResponseMiddleware(RequestDelegate next, Draining draining, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var state = RequestState.Begin(context, clock);
        await next(context);
        if (draining.HasBegun)
        {
            context.Response.Headers.Connection = "close";
        }

        await state.Outcome.Response.SendAsync(context);
    }
}
