using GpConnect.Provider.Health;
using GpConnect.Provider.Hosting;
using GpConnect.Provider.Interactions;
using GpConnect.Provider.MutualTls;

namespace GpConnect.Provider.Middleware;

/// <summary>The middleware of every host, from the outside in.</summary>
internal static class RequestPipeline
{
    /// <param name="app">The host's pipeline.</param>
    /// <param name="interact">
    /// Performs the interaction of a request that has passed every check: <see cref="InteractionEndpoint"/>, or the Azure function
    /// that leads there.
    /// </param>
    public static void UseRequestPipeline(this IApplicationBuilder app, RequestDelegate interact)
    {
        // Opens the store at the start, not during the first request.
        app.ApplicationServices.GetRequiredService<InteractionHandlers>();

        app.UseConnectionAdmission();
        app.UseMutualTls();
        app.UseProviderHealth();
        app.UseMiddleware<ResponseMiddleware>();
        app.UseMiddleware<TelemetryMiddleware>();
        app.UseMiddleware<RequestLimitMiddleware>();
        app.UseMiddleware<AuditMiddleware>();
        app.UseMiddleware<OperationOutcomeMiddleware>();
        app.UseMiddleware<RequestChecksMiddleware>();
        app.Run(interact);
    }
}
