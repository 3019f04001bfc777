using System.Text.Json;

namespace GpConnect.Foundations.Audit;

/// <summary>The first members of an entry, up to its kind. Entries of earlier releases have no id.</summary>
/// <param name="IsAgain">See <see cref="AuditEntry.Again"/>.</param>
internal readonly record struct AuditLabel(Guid? Id, string? Kind, bool IsAgain)
{
    /// <param name="entry">Any bytes; the label is empty when they are not an entry.</param>
    public static AuditLabel Of(ReadOnlySpan<byte> entry)
    {
        var label = default(AuditLabel);
        var json = new Utf8JsonReader(entry);
        try
        {
            json.Read();
            while (json.TokenType != JsonTokenType.None && json.Read() && json.TokenType == JsonTokenType.PropertyName && label.Kind is null)
            {
                label = label.With(ref json);
                json.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Readers report such an entry; here it only lacks a label.
        }

        return label;
    }

    private AuditLabel With(ref Utf8JsonReader json)
    {
        var (isId, isKind, isAgain) = (json.ValueTextEquals(AuditEntry.Id), json.ValueTextEquals(AuditEntry.Kind), json.ValueTextEquals(AuditEntry.Again));
        json.Read();
        return json.TokenType switch
        {
            JsonTokenType.String when isId => this with { Id = json.TryGetGuid(out var id) ? id : null },
            JsonTokenType.String when isKind => this with { Kind = json.GetString() },
            JsonTokenType.True when isAgain => this with { IsAgain = true },
            _ => this,
        };
    }
}
