using GpConnect.Provider.Middleware;

namespace GpConnect.Functions.Functions;

/// <summary>Read Metadata (interactions.md §3).</summary>
public static class ReadMetadata
{
    [Function(nameof(ReadMetadata))]
    public static Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.Root + "metadata")] HttpRequest request) =>
        InteractionEndpoint.InvokeAsync(request.HttpContext);
}
