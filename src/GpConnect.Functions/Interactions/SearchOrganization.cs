using GpConnect.Functions.Pipeline;
using GpConnect.Functions.Spine;
using GpConnect.Functions.Storage;

namespace GpConnect.Functions.Interactions;

/// <summary>Organization Search (interactions.md §9): any non-blank value is looked up as it stands .</summary>
internal sealed class SearchOrganization(IdentifierIndex index) : IInteractionHandler
{
    public static readonly SearchParameter Parameter = new(IdentifierSystems.OdsOrganizationCode, "<code>", "ODS code");

    public async ValueTask<Result<Reply>> HandleAsync(Call call, CancellationToken cancellation) =>
        ResourceSearch.Reply(call, await ResourceSearch.FindAsync(index, call, cancellation));
}
