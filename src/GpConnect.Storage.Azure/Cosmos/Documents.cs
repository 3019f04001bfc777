using System.Text;
using System.Text.Json;
using GpConnect.Foundations;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>
/// The documents of the container <c>records</c> (docs/storage.md). Content that has to come back byte for byte is stored as a
/// string: the account preserves strings, but re-serialises numbers and nested objects.
/// </summary>
internal static class Documents
{
    public const string PracticeKind = "practice";
    public const string RecordKind = "record";
    public const string AuditKind = "audit";

    /// <summary>An audit entry that cannot be made into a record of the trail; it stays for the operator.</summary>
    public const string SetAsideKind = "audit-set-aside";

    public static byte[] Record(string id, StoredRecord record)
    {
        var envelope = record.Envelope.Write();
        return Document(id, record.Key.Practice, RecordKind, envelope.Length + record.Body.Length, json =>
        {
            json.WriteString("type", record.Key.ResourceType);
            json.WriteString("logicalId", record.Key.Id);
            json.WriteString("envelope", envelope);
            json.WriteString("body", record.Body.Span);
            json.WriteBase64String("checksum", RecordChecksum.Of(record.Key, envelope, record.Body.Span));
        });
    }

    public static StoredRecord Record(RecordKey key, CosmosDocument document)
    {
        if (document.Text("envelope"u8) is not { } envelope
            || document.Text("body"u8) is not { } body
            || document.Text("checksum"u8) is not { } checksum
            || Convert.ToBase64String(RecordChecksum.Of(key, envelope, body)) != Encoding.UTF8.GetString(checksum))
        {
            throw new CorruptRecordException(key);
        }

        return new StoredRecord(key, Envelope.Read(envelope), body, document.Tag);
    }

    public static byte[] Identifier(string id, string practice, IdentifierEntry entry) => Document(id, practice, "identifier", 256, json =>
    {
        json.WriteString("type", entry.ResourceType);
        json.WriteStartArray("ids");
        foreach (var record in entry.Ids)
        {
            json.WriteStringValue(record);
        }

        json.WriteEndArray();
    });

    public static byte[] Practice(string id, Practice practice) =>
        Document(id, id, PracticeKind, 512, json => json.WriteString("content", JsonSerializer.SerializeToUtf8Bytes(practice, PracticeJson.Default.Practice)));

    public static Practice Practice(CosmosDocument document) =>
        JsonSerializer.Deserialize(document.Text("content"u8), PracticeJson.Default.Practice)!;

    /// <param name="owner">The process that moves the entry to the trail; null lets any process move it.</param>
    public static byte[] Audit(string id, string partition, AuditEntry entry, string? owner) => Document(id, partition, AuditKind, entry.Json.Length, json =>
    {
        json.WriteString("entry", entry.Json);
        if (owner is not null)
        {
            json.WriteString("owner", owner);
        }
    });

    private static byte[] Document(string id, string partition, string kind, int length, Action<Utf8JsonWriter> writeMembers) =>
        JsonText.Object(json =>
        {
            json.WriteString("id", id);
            json.WriteString("practice", partition);
            json.WriteString("kind", kind);
            writeMembers(json);
        });
}
