using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace GpConnect.Functions.Spine;

/// <summary>
/// The unsigned JWT of the Authorization header, taken apart (transport.md §7.1). It is audit data: trust comes from
/// mutual TLS with the Spine Secure Proxy, never from this token.
/// </summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private static readonly SearchValues<char> Base64UrlCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The token of a request (C7).</summary>
    public static Result<string> Read(StringValues authorization)
    {
        if (StringValues.IsNullOrEmpty(authorization))
        {
            return SpineError.BadRequest.Because("Header Authorization is missing");
        }

        var parts = authorization.Count == 1 ? authorization[0]!.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return parts.Length == 2 && parts[0].Equals(Scheme, StringComparison.OrdinalIgnoreCase)
            ? parts[1]
            : SpineError.BadRequest.Because("Header Authorization does not hold exactly one Bearer token");
    }

    /// <summary>Decodes the payload of a token whose header and empty signature are as they have to be.</summary>
    public static Result<byte[]> Payload(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            return SpineError.BadRequest.Because("The JWT does not have three parts");
        }

        if (parts[2].Length != 0)
        {
            return SpineError.BadRequest.Because("The JWT has a signature; it has to be unsigned and to end with a dot");
        }

        if (Decode(parts[0]) is not { } header || !IsUnsignedJwt(header))
        {
            return SpineError.BadRequest.Because("The JWT's header is not base64url-encoded JSON with alg 'none' and typ 'JWT'");
        }

        return Decode(parts[1]) is { } payload
            ? payload
            : SpineError.BadRequest.Because("The JWT's payload is not base64url-encoded");
    }

    private static byte[]? Decode(string part)
    {
        if (part.Length == 0 || part.AsSpan().ContainsAnyExcept(Base64UrlCharacters) || !Base64Url.IsValid(part))
        {
            return null;
        }

        return Base64Url.DecodeFromChars(part);
    }

    private static bool IsUnsignedJwt(byte[] header)
    {
        try
        {
            using var json = JsonDocument.Parse(header, Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && Is(json.RootElement, "alg", "none")
                && Is(json.RootElement, "typ", "JWT");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or an escaped lone surrogate, which is no text.
            return false;
        }
    }

    private static bool Is(JsonElement header, string name, string value) =>
        header.TryGetProperty(name, out var property) && property.ValueKind == JsonValueKind.String && property.ValueEquals(value);
}
