using System.Text.Json;
using System.Text.Json.Nodes;
using GpConnect.Foundations;
using GpConnect.Foundations.Audit;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>A document of the outbox as it was read. Another release may have written it, or someone may have edited it by hand.</summary>
internal sealed class OutboxDocument
{
    private const string Kind = "kind";
    private const string Owning = "owner";

    private readonly JsonObject content;

    public OutboxDocument(CosmosDocument document)
    {
        content = JsonNode.Parse(document.Json.Span)!.AsObject();
        Tag = document.Tag;
    }

    public string Id => Text("id") ?? "";

    /// <summary>The ETag of the version that was read.</summary>
    public string Tag { get; }

    /// <summary>Whether an earlier sweep found it unreadable.</summary>
    public bool IsSetAside => Text(Kind) == Documents.SetAsideKind;

    /// <summary>The process that moves it to the trail; null when no process has claimed it.</summary>
    public string? Owner => Text(Owning);

    public PartitionKey Partition => content.TryGetPropertyValue("practice", out var practice)
        ? practice is null ? PartitionKey.Null : practice.GetValueKind() == JsonValueKind.String ? new PartitionKey((string?)practice) : PartitionKey.None
        : PartitionKey.None;

    /// <param name="mayBeThere">Whether the trail may already have the entry, see <see cref="AuditEntry.Again"/>.</param>
    /// <returns>Null when the document does not contain a valid entry.</returns>
    public AuditEntry? Entry(bool mayBeThere)
    {
        if (Text("entry") is not { } text)
        {
            return null;
        }

        try
        {
            using var entry = JsonDocument.Parse(text, AuditJson.Options);
            return entry.RootElement.ValueKind == JsonValueKind.Object ? new AuditEntry(Write(entry.RootElement, mayBeThere)) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    public byte[] ClaimedBy(string owner) => With(Owning, owner);

    public byte[] SetAside() => With(Kind, Documents.SetAsideKind);

    private static byte[] Write(JsonElement entry, bool mayBeThere) => JsonText.Object(json =>
    {
        if (mayBeThere && !entry.TryGetProperty(AuditEntry.Again, out _))
        {
            json.WriteBoolean(AuditEntry.Again, true);
        }

        foreach (var member in entry.EnumerateObject())
        {
            member.WriteTo(json);
        }
    });

    private byte[] With(string name, string value)
    {
        // Drops the members that the account adds; they begin with an underscore.
        var changed = new JsonObject(content.Where(member => !member.Key.StartsWith('_')).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        changed[name] = value;
        return JsonSerializer.SerializeToUtf8Bytes(changed);
    }

    private string? Text(string name) => content[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? (string?)value : null;
}
