using System.Globalization;
using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Sqlite;

/// <summary>The embedded resource store: one table of records and one of identifier entries.</summary>
internal sealed class SqliteResourceStore(SqliteDatabase database) : IResourceStore
{
    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken cancellation) =>
        ValueTask.FromResult(database.Read(reader => Read(reader, key)));

    public ValueTask<IdentifierEntry> FindAsync(string practice, string resourceType, string token, CancellationToken cancellation) =>
        ValueTask.FromResult(database.Read(reader => Find(reader, practice, resourceType, token)));

    public ValueTask<IdentifiedRecords> SearchAsync(string practice, string resourceType, string token, CancellationToken cancellation) =>
        ValueTask.FromResult(database.Read(reader => Search(reader, practice, resourceType, token)));

    public async ValueTask<CommitResult> CommitAsync(StoreChange change, CancellationToken cancellation)
    {
        database.Space?.RequireForChange();
        return await database.Writer.TryWriteAsync(session => Apply(session, change)) ? CommitResult.Committed : CommitResult.Conflict;
    }

    private static StoredRecord? Read(SqliteReader reader, RecordKey key)
    {
        using var row = reader.Record.Query(key.Practice, key.ResourceType, key.Id);
        if (!row.Read())
        {
            return null;
        }

        var envelope = row.Blob(1);
        var body = row.Blob(2);
        if (!RecordChecksum.Of(key, envelope, body).AsSpan().SequenceEqual(row.Blob(3)))
        {
            throw new CorruptRecordException(key);
        }

        return new StoredRecord(key, Envelope.Read(envelope), body.ToArray(), Tag(row.Number(0)));
    }

    private static IdentifierEntry Find(SqliteReader reader, string practice, string resourceType, string token)
    {
        using var row = reader.Identifier.Query(practice, resourceType, token);
        return Entry(row, resourceType, token);
    }

    private static IdentifiedRecords Search(SqliteReader reader, string practice, string resourceType, string token)
    {
        // While the entry's row is open, its records are read from the same snapshot and under the same lock.
        using var row = reader.Identifier.Query(practice, resourceType, token);
        var entry = Entry(row, resourceType, token);
        return new IdentifiedRecords(entry, [.. entry.Ids.Select(id => Read(reader, new RecordKey(practice, resourceType, id))).OfType<StoredRecord>()]);
    }

    private static IdentifierEntry Entry(SqliteRows row, string resourceType, string token) => row.Read()
        ? new IdentifierEntry(resourceType, token, row.Text(0).Split(' ', StringSplitOptions.RemoveEmptyEntries), Tag(row.Number(1)))
        : new IdentifierEntry(resourceType, token, [], null);

    private static bool Apply(SqliteWriteSession session, StoreChange change)
    {
        if (!change.Records.All(record => Write(session, record)) || !change.Entries.All(entry => Write(session, change.Practice, entry)))
        {
            return false;
        }

        if (change.Audit is not null)
        {
            session.Append(change.Audit);
        }

        return true;
    }

    private static bool Write(SqliteWriteSession session, StoredRecord record)
    {
        var (practice, type, id) = record.Key;
        var envelope = record.Envelope.Write();
        var body = record.Body.ToArray();
        var checksum = RecordChecksum.Of(record.Key, envelope, body);
        var rows = record.Tag is null
            ? session.InsertRecord.Execute(practice, type, id, envelope, body, checksum)
            : session.ReplaceRecord.Execute(practice, type, id, envelope, body, checksum, Number(record.Tag));
        return rows == 1;
    }

    private static bool Write(SqliteWriteSession session, string practice, IdentifierEntry entry)
    {
        // Logical ids contain no spaces, so a space separates them.
        var ids = string.Join(' ', entry.Ids);
        var rows = entry.Tag is null
            ? session.InsertIdentifier.Execute(practice, entry.ResourceType, entry.Token, ids)
            : session.ReplaceIdentifier.Execute(practice, entry.ResourceType, entry.Token, ids, Number(entry.Tag));
        return rows == 1;
    }

    private static string Tag(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string tag) => long.Parse(tag, CultureInfo.InvariantCulture);
}
