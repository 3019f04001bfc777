using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Records;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>Read Location (interactions.md §10).</summary>
internal sealed class ReadLocation(IResourceStore store) : IInteractionHandler
{
    public ValueTask<Result<Reply>> HandleAsync(Call call, CancellationToken cancellation) =>
        ResourceRead.ReadAsync(store, call, _ => true, cancellation);
}
