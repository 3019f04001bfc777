using GpConnect.Foundations.Errors;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>Performs an interaction after every check of transport.md §5 up to step 9 has passed.</summary>
internal interface IInteractionHandler
{
    ValueTask<Result<InteractionResult, Failure>> HandleAsync(RequestContext context, CancellationToken cancellation);
}
