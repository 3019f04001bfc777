using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>A document as the account returned it.</summary>
/// <param name="Json">The document, including the properties that the account adds.</param>
/// <param name="Tag">The ETag of this version.</param>
internal sealed record CosmosDocument(ReadOnlyMemory<byte> Json, string Tag)
{
    public static async ValueTask<CosmosDocument> ReadAsync(ResponseMessage response)
    {
        var json = await BytesAsync(response.Content);
        return new CosmosDocument(json, response.Headers.ETag);
    }

    public static async ValueTask<IReadOnlyList<CosmosDocument>> ReadPageAsync(ResponseMessage page)
    {
        using var json = await JsonDocument.ParseAsync(page.Content);
        return
        [
            .. json.RootElement.GetProperty("Documents").EnumerateArray().Select(document =>
                new CosmosDocument(JsonSerializer.SerializeToUtf8Bytes(document), document.GetProperty("_etag").GetString()!)),
        ];
    }

    /// <summary>The text of a top-level property as UTF-8, byte for byte as it was written; null when there is no such string.</summary>
    public byte[]? Text(ReadOnlySpan<byte> property)
    {
        var reader = Find(property);
        return reader.TokenType == JsonTokenType.String ? Unescape(reader) : null;
    }

    public IReadOnlyList<string> Texts(ReadOnlySpan<byte> property)
    {
        var reader = Find(property);
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            texts.Add(reader.GetString()!);
        }

        return texts;
    }

    private static byte[] Unescape(Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.ToArray();
        }

        // The unescaped text is never longer than the escaped one.
        var text = new byte[reader.ValueSpan.Length];
        var length = reader.CopyString(text);
        Array.Resize(ref text, length);
        return text;
    }

    private static async ValueTask<byte[]> BytesAsync(Stream content)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private Utf8JsonReader Find(ReadOnlySpan<byte> property)
    {
        var reader = new Utf8JsonReader(Json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFound = reader.ValueTextEquals(property);
            reader.Read();
            if (isFound)
            {
                return reader;
            }

            reader.Skip();
        }

        return reader;
    }
}
