using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Records;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>
/// Read Patient (interactions.md §4). A patient who is deceased, inactive, sensitive or unverified does not exist
/// for the caller, and no PDS call is made.
/// </summary>
internal sealed class ReadPatient(IResourceStore store, TimeProvider clock) : IInteractionHandler
{
    public ValueTask<Result<Reply>> HandleAsync(Call call, CancellationToken cancellation) =>
        ResourceRead.ReadAsync(store, call, envelope => envelope.IsServable(clock.GetUtcNow()), cancellation);
}
