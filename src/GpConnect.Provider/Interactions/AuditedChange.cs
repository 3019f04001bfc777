using GpConnect.Foundations.Records;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>
/// Commits what a request changes, in one transaction with its audit entry (transport.md §6). The response is composed first,
/// in the negotiated format: if that fails, nothing is stored, and the trail records what the caller saw.
/// </summary>
internal sealed class AuditedChange(IResourceStore store)
{
    /// <param name="result">The result of the request once the change is made.</param>
    /// <returns>The result with its response; null when another request changed the records first.</returns>
    public async ValueTask<InteractionResult?> CommitAsync(
        RequestContext context, InteractionResult result, IReadOnlyList<StoredRecord> records, IReadOnlyList<IdentifierEntry> entries, CancellationToken cancellation)
    {
        var response = FhirResponse.Of(context.Request, context.Format, result, context.RootUrl);
        var audit = context.Audit.Entry(new RequestOutcome(response, Failure: null, result.Resources));
        var change = new StoreChange(context.Practice.OdsCode, records, entries, audit);
        return await store.CommitAsync(change, cancellation) == CommitResult.Committed ? result with { Committed = response } : null;
    }
}
