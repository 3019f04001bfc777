using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>
/// Commits what a call changes, in one transaction with its audit entry (transport.md §6). The answer is composed first, in
/// the negotiated format: when that fails nothing is stored, and the trail says what the caller saw.
/// </summary>
internal sealed class CallChange(IResourceStore store, ServiceRoot root)
{
    /// <param name="reply">The answer to the call once the change is made; the call's audit already names its resources.</param>
    /// <returns>The composed answer; null when another call changed the records first.</returns>
    public async ValueTask<Reply?> CommitAsync(
        Call call, Reply reply, IReadOnlyList<StoredRecord> records, IReadOnlyList<IdentifierEntry> entries, CancellationToken cancellation)
    {
        var answer = Answer.To(call.Request, call.Target, reply, root.UrlOf(call.Practice.OdsCode));
        var change = new StoreChange(call.Practice.OdsCode, records, entries, call.Audit.Finish(answer.Status));
        if (await store.CommitAsync(change, cancellation) == CommitResult.Conflict)
        {
            call.Audit.Untouch();
            return null;
        }

        call.Audit.IsCommitted = true;
        return reply with { Composed = answer };
    }
}
