using GpConnect.Provider.Middleware;

namespace GpConnect.Functions.Functions;

/// <summary>
/// Takes every request that no other function takes, so that the provider answers it with an OperationOutcome instead of the host.
/// The host tries functions in the order of their names: a function whose name sorts after this one would never run.
/// </summary>
public static class Unmatched
{
    [Function(nameof(Unmatched))]
    public static Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", "trace", Route = "{*path}")] HttpRequest request) =>
        InteractionEndpoint.InvokeAsync(request.HttpContext);
}
