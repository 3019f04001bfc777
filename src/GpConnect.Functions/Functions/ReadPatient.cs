using GpConnect.Provider.Middleware;

namespace GpConnect.Functions.Functions;

/// <summary>Read Patient (interactions.md §4).</summary>
public static class ReadPatient
{
    [Function(nameof(ReadPatient))]
    public static Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.Root + "Patient/{id}/{*history}")] HttpRequest request) =>
        InteractionEndpoint.InvokeAsync(request.HttpContext);
}
