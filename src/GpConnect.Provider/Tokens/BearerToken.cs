using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;
using GpConnect.Foundations.Errors;
using Microsoft.Extensions.Primitives;

namespace GpConnect.Provider.Tokens;

/// <summary>
/// Takes apart the unsigned JWT of the Authorization header (transport.md §7.1). It is audit data: trust comes from mutual TLS
/// with the Spine Secure Proxy, never from this token. Its parts are read in place, because copies of them would be half of
/// what a read allocates.
/// </summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer";

    /// <summary><c>{"alg":"none","typ":"JWT"}</c>, as nearly every consumer writes it.</summary>
    private const string CommonHeader = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private static readonly SearchValues<char> Base64UrlCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The token of a request (C7).</summary>
    public static Result<ReadOnlyMemory<char>, Failure> Read(StringValues authorization)
    {
        if (StringValues.IsNullOrEmpty(authorization))
        {
            return SpineError.BadRequest.Because("Header Authorization is missing");
        }

        var text = authorization.Count == 1 ? authorization[0].AsMemory().Trim(' ') : default;
        var schemeEnd = Math.Max(0, text.Span.IndexOf(' '));
        var token = text[schemeEnd..].TrimStart(' ');
        return text.Span[..schemeEnd].Equals(Scheme, StringComparison.OrdinalIgnoreCase) && !token.Span.Contains(' ')
            ? token
            : SpineError.BadRequest.Because("Header Authorization does not hold exactly one Bearer token");
    }

    /// <summary>Checks the header and the empty signature of a token, and decodes its payload.</summary>
    public static Result<byte[], Failure> Payload(ReadOnlySpan<char> token)
    {
        // One more than allowed, so that a surplus part is noticed.
        Span<Range> parts = stackalloc Range[4];
        if (token.Split(parts, '.') != 3)
        {
            return SpineError.BadRequest.Because("The JWT does not have three parts");
        }

        if (!token[parts[2]].IsEmpty)
        {
            return SpineError.BadRequest.Because("The JWT has a signature; it has to be unsigned and to end with a dot");
        }

        if (token[parts[0]] is not CommonHeader && !(Decode(token[parts[0]]) is { } header && IsUnsignedJwt(header)))
        {
            return SpineError.BadRequest.Because("The JWT's header is not base64url-encoded JSON with alg 'none' and, if any, typ 'JWT'");
        }

        return Decode(token[parts[1]]) is { } payload
            ? payload
            : SpineError.BadRequest.Because("The JWT's payload is not base64url-encoded");
    }

    private static byte[]? Decode(ReadOnlySpan<char> part)
    {
        if (part.IsEmpty || part.ContainsAnyExcept(Base64UrlCharacters) || !Base64Url.IsValid(part))
        {
            return null;
        }

        return Base64Url.DecodeFromChars(part);
    }

    private static bool IsUnsignedJwt(byte[] header)
    {
        if (!Utf8.IsValid(header))
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(header, Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && Is(json.RootElement, "alg", "none")
                && (IsAbsent(json.RootElement, "typ") || Is(json.RootElement, "typ", "JWT"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or an escaped lone surrogate, which is not valid text.
            return false;
        }
    }

    private static bool IsAbsent(JsonElement header, string name) =>
        !header.TryGetProperty(name, out var property) || property.ValueKind == JsonValueKind.Null;

    /// <summary>Ignores letter case: insisting on it would protect no one, since no signature is accepted either way .</summary>
    private static bool Is(JsonElement header, string name, string value) =>
        header.TryGetProperty(name, out var property)
        && property.ValueKind == JsonValueKind.String
        && value.Equals(property.GetString(), StringComparison.OrdinalIgnoreCase);
}
