namespace GpConnect.Foundations.Records;

/// <summary>Finds the records of a practice that carry an identifier.</summary>
internal sealed class IdentifierIndex(IResourceStore store, IdentifierHashes tokens)
{
    /// <exception cref="CorruptIndexException">The index and the records contradict each other.</exception>
    public async ValueTask<IdentifiedRecords> FindAsync(
        string practice, string resourceType, string system, string value, CancellationToken cancellation)
    {
        var token = tokens.Of(practice, resourceType, system, value);
        IdentifiedRecords? doubted = null;
        while (true)
        {
            var found = await store.SearchAsync(practice, resourceType, token, cancellation);
            if (found.Records.Count == found.Entry.Ids.Count && found.Records.All(record => record.Envelope.Identifiers.Contains(token)))
            {
                return found;
            }

            // A store that reads one after the other may have met a change in between, which replaced the entry too. One that
            // stays is a fault: serving what it leads to could serve the wrong patient, and re-activating it could overwrite one.
            if (found.Entry.Tag == doubted?.Entry.Tag)
            {
                throw new CorruptIndexException("An identifier entry leads to a record that does not carry the identifier.");
            }

            doubted = found;
        }
    }
}
