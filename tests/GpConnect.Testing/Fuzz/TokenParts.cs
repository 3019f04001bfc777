using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Testing.Fuzz;

/// <summary>A token as an unencoded input: the header in the first line, the signature in the last, the claims between them.</summary>
internal static class TokenParts
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static byte[] Of(string interaction) => Of(interaction, claims => claims.ToJsonString());

    /// <summary>Tokens that are accepted, and that once damaged the audit trail.</summary>
    public static IEnumerable<byte[]> Hostile() =>
    [
        Of("read patient", claims => claims.ToJsonString(Indented)),
        Of("read patient", claims => $"{claims.ToJsonString()[..^1]},\"x\":{new string('[', 63)}{new string(']', 63)}}}"),
    ];

    public static void Encode(byte[] input, Token token)
    {
        var text = Encoding.Latin1.GetString(input);
        var (first, last) = (text.IndexOf('\n', StringComparison.Ordinal), text.LastIndexOf('\n'));
        token.EncodedHeader = Encode(first < 0 ? text : text[..first]);
        token.EncodedPayload = Encode(first < 0 ? "" : first == last ? text[(first + 1)..] : text[(first + 1)..last]);
        token.Signature = Encode(first < last ? text[(last + 1)..] : "");
    }

    private static byte[] Of(string interaction, Func<JsonObject, string> write)
    {
        var token = new Token();
        token.Claims["requested_scope"] = ApiRequest.Any(interaction).Scope;
        token.IssuedAt(FixedClock.Now.ToUnixTimeSeconds());
        return Readers.Bytes($"{token.Header}\n{write(token.Claims)}\n");
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.Latin1.GetBytes(text));
}
