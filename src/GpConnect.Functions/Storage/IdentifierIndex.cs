namespace GpConnect.Functions.Storage;

/// <summary>Finds the records of a practice that carry an identifier.</summary>
internal sealed class IdentifierIndex(IResourceStore store, IdentifierTokens tokens)
{
    /// <exception cref="InvalidDataException">The index and the records contradict each other.</exception>
    public async ValueTask<IdentifiedRecords> FindAsync(
        string practice, string resourceType, string system, string value, CancellationToken cancellation)
    {
        var token = tokens.Of(practice, resourceType, system, value);
        var found = await store.SearchAsync(practice, resourceType, token, cancellation);
        return found.Records.Count == found.Entry.Ids.Count && found.Records.All(record => record.Envelope.Identifiers.Contains(token))
            ? found

            // Serving it could serve the wrong patient, and re-activating it could overwrite one.
            : throw new InvalidDataException("An identifier entry leads to a record that does not carry the identifier.");
    }
}
