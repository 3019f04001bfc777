using GpConnect.Foundations.Errors;
using GpConnect.Provider.Capabilities;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>
/// Read Metadata (interactions.md §3): the same statement for every practice, behind the same checks as every other interaction.
/// </summary>
internal sealed class ReadMetadata(StatementSource statement) : IInteractionHandler
{
    public ValueTask<Result<InteractionResult, Failure>> HandleAsync(RequestContext context, CancellationToken cancellation) =>
        ValueTask.FromResult<Result<InteractionResult, Failure>>(new InteractionResult(statement.Json, []));
}
