using System.Text.Json;
using System.Text.Unicode;

namespace GpConnect.Foundations.Audit;

/// <summary>The JSON that readers of the trail accept.</summary>
internal static class AuditJson
{
    /// <summary>
    /// Twice the depth of the deepest accepted token (GpConnect.Provider, BearerTokenValidator). A record holds the token's claims
    /// two levels down, so it always fits.
    /// </summary>
    private const int MaximumDepth = 128;

    public static readonly JsonDocumentOptions Options = new() { MaxDepth = MaximumDepth };

    /// <summary>Why the text is not one readable JSON object; null when it is.</summary>
    public static string? ErrorOf(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            return "holds bytes that are not UTF-8";
        }

        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaximumDepth });
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
            }

            return isObject ? null : "is not a JSON object";
        }
        catch (JsonException)
        {
            return "is not JSON";
        }
    }

    /// <summary>The same JSON without line breaks and without white space between its tokens.</summary>
    /// <param name="json">Well-formed JSON.</param>
    public static byte[] OnOneLine(ReadOnlySpan<byte> json)
    {
        var line = new List<byte>(json.Length);
        var isInText = false;
        for (var at = 0; at < json.Length; at++)
        {
            var next = json[at];
            isInText ^= next == '"';
            if (isInText || next > ' ')
            {
                line.Add(next);
            }

            if (next == '\\')
            {
                line.Add(json[++at]);
            }
        }

        return [.. line];
    }
}
