using GpConnect.Provider.Interactions;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Middleware;

/// <summary>Performs the interaction that the checks have established, and composes its response.</summary>
internal static class InteractionEndpoint
{
    public static async Task InvokeAsync(HttpContext context)
    {
        var state = RequestState.Of(context);
        var request = state.Context!;
        var handler = context.RequestServices.GetRequiredService<InteractionHandlers>().For(request.Interaction);
        var interaction = await handler.HandleAsync(request, context.RequestAborted);
        if (!interaction.Try(out var result, out var failure))
        {
            state.Fail(failure);
            return;
        }

        var response = result.Committed ?? FhirResponse.Of(context.Request, request.Format, result, request.RootUrl);
        state.Outcome = new RequestOutcome(response, Failure: null, result.Resources, IsAudited: result.Committed is not null);
    }
}
