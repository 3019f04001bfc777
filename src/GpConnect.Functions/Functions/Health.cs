using GpConnect.Provider.Middleware;

namespace GpConnect.Functions.Functions;

/// <summary>The probes <c>/health/live</c> and <c>/health/ready</c>. The middleware answers them, and refuses any other path here.</summary>
public static class Health
{
    [Function(nameof(Health))]
    public static Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/{*path}")] HttpRequest request) =>
        InteractionEndpoint.InvokeAsync(request.HttpContext);
}
