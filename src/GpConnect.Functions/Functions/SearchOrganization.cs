using GpConnect.Provider.Middleware;

namespace GpConnect.Functions.Functions;

/// <summary>Organization Search (interactions.md §9).</summary>
public static class SearchOrganization
{
    [Function(nameof(SearchOrganization))]
    public static Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.Root + "Organization")] HttpRequest request) =>
        InteractionEndpoint.InvokeAsync(request.HttpContext);
}
