using GpConnect.Provider.Middleware;

namespace GpConnect.Functions.Functions;

/// <summary>Read Organization (interactions.md §8).</summary>
public static class ReadOrganization
{
    [Function(nameof(ReadOrganization))]
    public static Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.Root + "Organization/{id}/{*history}")] HttpRequest request) =>
        InteractionEndpoint.InvokeAsync(request.HttpContext);
}
