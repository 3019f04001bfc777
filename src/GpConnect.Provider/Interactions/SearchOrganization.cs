using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Records;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>Organization Search (interactions.md §9): any non-blank value is looked up as received .</summary>
internal sealed class SearchOrganization(IdentifierIndex index) : IInteractionHandler
{
    public async ValueTask<Result<InteractionResult, Failure>> HandleAsync(RequestContext context, CancellationToken cancellation) =>
        ResourceSearch.Result(await ResourceSearch.FindAsync(index, context, cancellation));
}
