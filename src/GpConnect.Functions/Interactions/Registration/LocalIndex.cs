using GpConnect.Functions.Spine;
using GpConnect.Functions.Storage;

namespace GpConnect.Functions.Interactions.Registration;

/// <summary>The practice's own records of a person, by NHS number.</summary>
internal sealed class LocalIndex(IResourceStore store, IdentifierTokens tokens)
{
    public async ValueTask<HeldRecords> FindAsync(string practice, string nhsNumber, CancellationToken cancellation)
    {
        var token = tokens.Of(practice, "Patient", IdentifierSystems.NhsNumber, nhsNumber);
        var entry = await store.FindAsync(practice, "Patient", token, cancellation);
        var records = new List<StoredRecord>(entry.Ids.Count);
        foreach (var id in entry.Ids)
        {
            var record = await store.ReadAsync(new RecordKey(practice, "Patient", id), cancellation);
            records.Add(record is not null && record.Envelope.Identifiers.Contains(token)
                ? record

                // Re-activating it could overwrite somebody else.
                : throw new InvalidDataException("An identifier entry leads to a record that does not carry the identifier."));
        }

        return new HeldRecords(entry, records);
    }
}

/// <param name="Entry">The index entry as it was read; a change has to replace exactly this one.</param>
internal sealed record HeldRecords(IdentifierEntry Entry, IReadOnlyList<StoredRecord> Records);
