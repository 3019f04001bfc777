using GpConnect.Provider.Middleware;

namespace GpConnect.Functions.Functions;

/// <summary>Read Practitioner (interactions.md §6).</summary>
public static class ReadPractitioner
{
    [Function(nameof(ReadPractitioner))]
    public static Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.Root + "Practitioner/{id}/{*history}")] HttpRequest request) =>
        InteractionEndpoint.InvokeAsync(request.HttpContext);
}
