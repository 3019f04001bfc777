using GpConnect.Functions.Pipeline;
using GpConnect.Functions.Storage;

namespace GpConnect.Functions.Interactions;

/// <summary>What all searches share (interactions.md §2.4): one look-up, one read for each match, the stored bytes in a Bundle.</summary>
internal sealed class ResourceSearch(IResourceStore store, IdentifierTokens tokens)
{
    /// <summary>The records that carry an identifier of the search's system.</summary>
    /// <exception cref="InvalidDataException">The index and the records contradict each other.</exception>
    public async ValueTask<IReadOnlyList<StoredRecord>> FindAsync(Call call, CancellationToken cancellation)
    {
        var practice = call.Practice.OdsCode;
        var type = call.Interaction.ResourceType!;
        var token = tokens.Of(practice, type, call.Search!.System, call.Search.Value);
        var entry = await store.FindAsync(practice, type, token, cancellation);
        var records = new List<StoredRecord>(entry.Ids.Count);
        foreach (var id in entry.Ids)
        {
            var record = await store.ReadAsync(new RecordKey(practice, type, id), cancellation);
            records.Add(record is not null && record.Envelope.Identifiers.Contains(token)
                ? record

                // Serving it could serve the wrong patient.
                : throw new InvalidDataException("An identifier entry leads to a record that does not carry the identifier."));
        }

        return records;
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
