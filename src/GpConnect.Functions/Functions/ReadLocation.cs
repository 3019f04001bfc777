using GpConnect.Provider.Middleware;

namespace GpConnect.Functions.Functions;

/// <summary>Read Location (interactions.md §10).</summary>
public static class ReadLocation
{
    [Function(nameof(ReadLocation))]
    public static Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.Root + "Location/{id}/{*history}")] HttpRequest request) =>
        InteractionEndpoint.InvokeAsync(request.HttpContext);
}
