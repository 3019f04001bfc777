using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace GpConnect.Testing.Fuzz;

/// <summary>
/// Counts the requests that reach the provider. Its server refuses others itself, and a caller may leave before the answer.
/// </summary>
internal sealed class ObservedRequests : IStartupFilter
{
    private int running;
    private int ended;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(CountAsync);
        next(app);
    };

    /// <returns>The number of requests since the last call of this method, once all of them have ended.</returns>
    public async Task<int> TakeAsync()
    {
        while (Volatile.Read(ref running) > 0)
        {
            await Task.Delay(1);
        }

        return Interlocked.Exchange(ref ended, 0);
    }

    private async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref running);
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Add(ref ended, IsProbe(context.Request) ? 0 : 1);
            Interlocked.Decrement(ref running);
        }
    }

    private static bool IsProbe(HttpRequest request) =>
        request.Path.Value is "/health/live" or "/health/ready" && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
}
