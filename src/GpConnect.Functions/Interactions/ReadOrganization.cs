using GpConnect.Functions.Pipeline;
using GpConnect.Functions.Spine;
using GpConnect.Functions.Storage;

namespace GpConnect.Functions.Interactions;

/// <summary>Read Organization (interactions.md §8).</summary>
internal sealed class ReadOrganization(IResourceStore store) : IInteractionHandler
{
    public ValueTask<Result<Reply>> HandleAsync(Call call, CancellationToken cancellation) =>
        ResourceRead.ReadAsync(store, call, _ => true, cancellation);
}
