using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using GpConnect.Foundations;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Interactions;

namespace GpConnect.Provider.Tokens;

/// <summary>Checks the claims of a token in the order of transport.md §5 step 8.</summary>
internal sealed class BearerTokenValidator(ResourceClaims resourceClaims, BearerTokenOptions options, TimeProvider clock)
{
    /// <summary>Lifetime of a token in seconds: exact, not a maximum (transport.md §7.2).</summary>
    public const int Lifetime = 300;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private static readonly string[] TextClaims = ["iss", "sub", "aud", "reason_for_request", "requested_scope"];

    public Result<Caller, Failure> Validate(byte[] payload, string expectedAudience)
    {
        if (!TryParse(payload, out var document))
        {
            return SpineError.BadRequest.Because("The JWT's payload is not a JSON object with distinct names, in UTF-8");
        }

        using (document)
        {
            return Rewrite(document.RootElement) is { } canonical
                ? Validate(document.RootElement, canonical, expectedAudience)
                : SpineError.BadRequest.Because("The JWT's payload has a string with half of a surrogate pair");
        }
    }

    /// <summary>
    /// The claims as the audit trail stores them. The bytes of a caller never get there: they could hold line breaks, or content
    /// that no reader of the trail can parse.
    /// </summary>
    /// <returns>Null when a string holds half of a surrogate pair.</returns>
    private static byte[]? Rewrite(JsonElement claims)
    {
        try
        {
            return JsonText.Of(claims);
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate, which is not valid text.
            return null;
        }
    }

    private Result<Caller, Failure> Validate(JsonElement claims, byte[] canonical, string expectedAudience)
    {
        if (!resourceClaims.Read(claims).Try(out var readings, out var failure)
            || !ReadTexts(claims).Try(out var texts, out failure)
            || !CheckTimes(claims).Try(out var issuedAt, out failure)
            || !CheckValues(texts, expectedAudience).Try(out _, out failure)
            || !readings.Device.Try(out var device, out failure)
            || !readings.Organization.Try(out var organization, out failure)
            || !readings.Practitioner.Try(out var practitioner, out failure))
        {
            return failure;
        }

        if (texts["sub"] != practitioner.Id)
        {
            return BadClaim("sub", "does not equal requesting_practitioner.id");
        }

        return CheckVocabulary(texts["requested_scope"]).Try(out var scope, out failure)
            ? new Caller(device, organization, practitioner, scope, issuedAt, canonical)
            : failure;
    }

    private static bool TryParse(byte[] payload, [NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        if (!Utf8.IsValid(payload))
        {
            return false;
        }

        try
        {
            document = JsonDocument.Parse(payload, Strict);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or a name with an escaped lone surrogate, which cannot be compared with the others.
            return false;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        document.Dispose();
        return false;
    }

    private static Result<Dictionary<string, string>, Failure> ReadTexts(JsonElement claims)
    {
        var texts = new Dictionary<string, string>(TextClaims.Length, StringComparer.Ordinal);
        foreach (var name in TextClaims)
        {
            if (!claims.TryGetProperty(name, out var claim) || claim.ValueKind == JsonValueKind.Null)
            {
                return BadClaim(name, "is missing");
            }

            if (claim.ValueKind != JsonValueKind.String || claim.GetString() is not { } text || string.IsNullOrWhiteSpace(text))
            {
                return BadClaim(name, "is not a non-empty string");
            }

            texts[name] = text;
        }

        return texts;
    }

    private Result<long, Failure> CheckTimes(JsonElement claims)
    {
        if (!Seconds(claims, "iat").Try(out var issuedAt, out var failure) || !Seconds(claims, "exp").Try(out var expires, out failure))
        {
            return failure;
        }

        if ((Int128)expires - issuedAt != Lifetime)
        {
            return BadClaim("exp", $"is not exactly {Lifetime} seconds after iat");
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        if (now >= expires + (Int128)options.TokenLeewaySeconds)
        {
            return BadClaim("exp", "has passed: the token is expired");
        }

        if (options.TokenMaximumFutureSeconds is { } ceiling && issuedAt > now + (Int128)ceiling)
        {
            return BadClaim("iat", "lies too far in the future");
        }

        return issuedAt;
    }

    private static Result<long, Failure> Seconds(JsonElement claims, string name)
    {
        if (!claims.TryGetProperty(name, out var claim) || claim.ValueKind == JsonValueKind.Null)
        {
            return BadClaim(name, "is missing");
        }

        return claim.ValueKind == JsonValueKind.Number && claim.TryGetInt64(out var seconds)
            ? seconds
            : BadClaim(name, "is not a whole number of seconds");
    }

    private Result<string, Failure> CheckValues(Dictionary<string, string> texts, string expectedAudience)
    {
        if (texts["reason_for_request"] != "directcare")
        {
            return BadClaim("reason_for_request", "is not 'directcare'");
        }

        return options.CheckAudience && texts["aud"] != expectedAudience
            ? BadClaim("aud", "is not the service root of the practice")
            : texts["aud"];
    }

    /// <summary>One of the four scopes; <c>conf/N</c> may precede or follow it (1.6.x).</summary>
    private static Result<string, Failure> CheckVocabulary(string requestedScope)
    {
        var scope = requestedScope.Split(' ') switch
        {
            [var only] => only,
            [var first, "conf/N"] => first,
            ["conf/N", var second] => second,
            _ => "",
        };
        return scope is Scopes.PatientRead or Scopes.PatientWrite
            or Scopes.OrganizationRead or Scopes.OrganizationWrite
            ? scope
            : BadClaim("requested_scope", "is not one of the scopes of GP Connect");
    }

    private static Failure BadClaim(string name, string error) => SpineError.BadRequest.Because($"JWT claim {name} {error}");
}
