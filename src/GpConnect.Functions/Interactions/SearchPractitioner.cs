using GpConnect.Functions.Pipeline;
using GpConnect.Functions.Spine;
using GpConnect.Functions.Storage;

namespace GpConnect.Functions.Interactions;

/// <summary>Practitioner Search (interactions.md §7): any non-blank value is looked up as it stands .</summary>
internal sealed class SearchPractitioner(IdentifierIndex index) : IInteractionHandler
{
    public static readonly SearchParameter Parameter = new(IdentifierSystems.SdsUserId, "<id>", "SDS user id");

    public async ValueTask<Result<Reply>> HandleAsync(Call call, CancellationToken cancellation) =>
        ResourceSearch.Reply(call, await ResourceSearch.FindAsync(index, call, cancellation));
}
