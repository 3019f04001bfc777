namespace GpConnect.Functions.Storage;

/// <summary>Finds the records of a practice that carry an identifier.</summary>
internal sealed class IdentifierIndex(IResourceStore store, IdentifierTokens tokens)
{
    /// <exception cref="InvalidDataException">The index and the records contradict each other.</exception>
    public async ValueTask<IdentifiedRecords> FindAsync(
        string practice, string resourceType, string system, string value, CancellationToken cancellation)
    {
        var token = tokens.Of(practice, resourceType, system, value);
        var entry = await store.FindAsync(practice, resourceType, token, cancellation);
        var records = new List<StoredRecord>(entry.Ids.Count);
        foreach (var id in entry.Ids)
        {
            var record = await store.ReadAsync(new RecordKey(practice, resourceType, id), cancellation);
            records.Add(record is not null && record.Envelope.Identifiers.Contains(token)
                ? record

                // Serving it could serve the wrong patient, and re-activating it could overwrite one.
                : throw new InvalidDataException("An identifier entry leads to a record that does not carry the identifier."));
        }

        return new IdentifiedRecords(entry, records);
    }
}

/// <param name="Entry">The index entry as it was read; a change has to replace exactly this one.</param>
internal sealed record IdentifiedRecords(IdentifierEntry Entry, IReadOnlyList<StoredRecord> Records);
