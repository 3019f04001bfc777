using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Records;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>Read Organization (interactions.md §8).</summary>
internal sealed class ReadOrganization(IResourceStore store) : IInteractionHandler
{
    public ValueTask<Result<Reply>> HandleAsync(Call call, CancellationToken cancellation) =>
        ResourceRead.ReadAsync(store, call, _ => true, cancellation);
}
