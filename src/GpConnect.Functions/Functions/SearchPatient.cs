using GpConnect.Provider.Middleware;

namespace GpConnect.Functions.Functions;

/// <summary>Patient Search (interactions.md §5).</summary>
public static class SearchPatient
{
    [Function(nameof(SearchPatient))]
    public static Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.Root + "Patient")] HttpRequest request) =>
        InteractionEndpoint.InvokeAsync(request.HttpContext);
}
