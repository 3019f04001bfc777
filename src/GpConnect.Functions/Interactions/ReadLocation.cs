using GpConnect.Functions.Pipeline;
using GpConnect.Functions.Spine;
using GpConnect.Functions.Storage;

namespace GpConnect.Functions.Interactions;

/// <summary>Read Location (interactions.md §10).</summary>
internal sealed class ReadLocation(IResourceStore store) : IInteractionHandler
{
    public ValueTask<Result<Reply>> HandleAsync(Call call, CancellationToken cancellation) =>
        ResourceRead.ReadAsync(store, call, _ => true, cancellation);
}
