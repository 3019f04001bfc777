using GpConnect.Foundations.Records;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>What all searches share (interactions.md §2.4): one look-up, one read for each match, the stored bytes in a Bundle.</summary>
internal static class ResourceSearch
{
    /// <summary>The records that carry the identifier asked for.</summary>
    public static async ValueTask<IReadOnlyList<StoredRecord>> FindAsync(IdentifierIndex index, Call call, CancellationToken cancellation)
    {
        var search = call.Search!;
        var found = await index.FindAsync(call.Practice.OdsCode, call.Interaction.ResourceType!, search.System, search.Value, cancellation);
        return found.Records;
    }

    public static Reply Reply(Call call, IReadOnlyCollection<StoredRecord> matches)
    {
        foreach (var match in matches)
        {
            call.Audit.Touch(match.Key.ResourceType, match.Key.Id);
        }

        return new Reply(SearchsetBundle.Write([.. matches.Select(match => match.Body)]));
    }
}
