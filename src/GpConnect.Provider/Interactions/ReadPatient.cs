using GpConnect.Foundations.Records;

namespace GpConnect.Provider.Interactions;

/// <summary>
/// Read Patient (interactions.md §4). A patient who is deceased, inactive, sensitive or unverified does not exist
/// for the caller, and PDS is not queried.
/// </summary>
internal sealed class ReadPatient(IResourceStore store, TimeProvider clock) : ReadResource(store)
{
    protected override bool IsServable(Envelope envelope) => envelope.IsServable(clock.GetUtcNow());
}
