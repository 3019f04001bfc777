namespace GpConnect.Foundations.Records;

/// <summary>Finds the records of a practice that carry an identifier.</summary>
internal sealed class IdentifierIndex(IResourceStore store, IdentifierHashes tokens)
{
    /// <exception cref="CorruptIndexException">The index and the records contradict each other.</exception>
    public async ValueTask<IdentifiedRecords> FindAsync(
        string practice, string resourceType, string system, string value, CancellationToken cancellation)
    {
        var token = tokens.Of(practice, resourceType, system, value);
        IdentifiedRecords? suspect = null;
        while (true)
        {
            var found = await store.SearchAsync(practice, resourceType, token, cancellation);
            if (found.Records.Count == found.Entry.Ids.Count && found.Records.All(record => record.Envelope.Identifiers.Contains(token)))
            {
                return found;
            }

            // A store that reads the entry and the records one by one may see a change in between, which also replaces the entry. If
            // the entry is unchanged, it is wrong: serving its record could serve the wrong patient, and re-activating the record
            // could overwrite another patient's.
            if (found.Entry.Tag == suspect?.Entry.Tag)
            {
                throw new CorruptIndexException("An identifier entry leads to a record that does not carry the identifier.");
            }

            suspect = found;
        }
    }
}
