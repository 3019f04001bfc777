using GpConnect.Foundations.Records;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>What all searches share (interactions.md §2.4): one look-up, one read for each match, the stored bytes in a Bundle.</summary>
internal static class ResourceSearch
{
    /// <summary>The records that carry the requested identifier.</summary>
    public static async ValueTask<IReadOnlyList<StoredRecord>> FindAsync(IdentifierIndex index, RequestContext context, CancellationToken cancellation)
    {
        var search = context.Search!;
        var found = await index.FindAsync(context.Practice.OdsCode, context.Interaction.ResourceType!, search.System, search.Value, cancellation);
        return found.Records;
    }

    public static InteractionResult Result(IReadOnlyList<StoredRecord> matches) =>
        new(SearchsetBundle.Write([.. matches.Select(match => match.Body)]), [.. matches.Select(match => match.Key.Reference)]);
}
