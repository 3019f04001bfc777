using GpConnect.Provider.Middleware;

namespace GpConnect.Functions.Functions;

/// <summary>Practitioner Search (interactions.md §7).</summary>
public static class SearchPractitioner
{
    [Function(nameof(SearchPractitioner))]
    public static Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.Root + "Practitioner")] HttpRequest request) =>
        InteractionEndpoint.InvokeAsync(request.HttpContext);
}
