using GpConnect.Functions.Pipeline;
using GpConnect.Functions.Spine;

namespace GpConnect.Functions.Interactions;

/// <summary>What an interaction does once every check of transport.md §5 up to step 9 has passed.</summary>
internal interface IInteractionHandler
{
    ValueTask<Result<Reply>> HandleAsync(Call call, CancellationToken cancellation);
}
