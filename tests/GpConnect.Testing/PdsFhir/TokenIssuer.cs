using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpConnect.Testing.EndToEnd;
using Microsoft.AspNetCore.Http;

namespace GpConnect.Testing.PdsFhir;

/// <summary>
/// The token endpoint of the test double. It checks everything that spine-clients.md §1.2 says of an assertion, including the
/// signature, and returns the messages of the real endpoint.
/// </summary>
internal sealed class TokenIssuer(TimeProvider clock)
{
    public const string ApiKey = "test-app-4711";
    public const string KeyId = "test-1";
    public const string Path = "/oauth2/token";

    /// <summary>How far <c>exp</c> may be in the future, in seconds.</summary>
    private const long MaximumAhead = 300;

    private readonly ConcurrentDictionary<string, DateTimeOffset> issued = new();
    private readonly ConcurrentDictionary<string, byte> usedIds = new();
    private int requests;
    private int atOnce;

    /// <summary>The registered public keys by their id.</summary>
    public ConcurrentDictionary<string, RSA> Keys { get; } = new();

    public int Requests => requests;

    /// <summary>The largest number of requests that were handled concurrently.</summary>
    public int MostAtOnce { get; private set; }

    public int LifetimeSeconds { get; set; } = 599;

    public bool WritesLifetimeAsNumber { get; set; }

    /// <summary>The key ids in the headers of accepted assertions, oldest first.</summary>
    public ConcurrentQueue<string> AcceptedKeyIds { get; } = new();

    /// <summary>Returns true when it has written the response in place of the issuer.</summary>
    public Func<HttpContext, Task<bool>>? Error { get; set; }

    public bool IsValid(string token) => issued.TryGetValue(token, out var end) && clock.GetUtcNow() < end;

    /// <summary>Forgets every token, as when the application's access is withdrawn.</summary>
    public void Revoke() => issued.Clear();

    public async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref requests);
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref atOnce));
        try
        {
            if (Error is null || !await Error(context))
            {
                await AnswerAsync(context);
            }
        }
        finally
        {
            Interlocked.Decrement(ref atOnce);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (status, error, description) = await RefuseAsync(context.Request);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (status != StatusCodes.Status200OK)
        {
            await context.Response.WriteAsync(new JsonObject { ["error"] = error, ["error_description"] = description, ["message_id"] = "rrt-1" }.ToJsonString());
            return;
        }

        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(14));
        PatientDataMarkers.NoteSecret(token);
        issued[token] = clock.GetUtcNow().AddSeconds(LifetimeSeconds);
        var answer = new JsonObject { ["access_token"] = token, ["token_type"] = "Bearer", ["issued_at"] = "1700000000000" };
        answer["expires_in"] = WritesLifetimeAsNumber ? LifetimeSeconds : $"{LifetimeSeconds}";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private async Task<(int Status, string? Error, string? Description)> RefuseAsync(HttpRequest request)
    {
        if (request.Method != "POST" || request.ContentType != "application/x-www-form-urlencoded")
        {
            return (400, "invalid_request", "grant_type is missing");
        }

        var form = await request.ReadFormAsync();
        if (form["grant_type"] != "client_credentials")
        {
            return (400, "unsupported_grant_type", "grant_type is invalid");
        }

        return form["client_assertion_type"] != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" || form.Count != 3
            ? (400, "invalid_request", "Missing or invalid client_assertion_type")
            : Refuse(form["client_assertion"].ToString(), $"http://{request.Host}{Path}");
    }

    private (int Status, string? Error, string? Description) Refuse(string assertion, string audience)
    {
        if (assertion.Split('.') is not [var head, var payload, var signature])
        {
            return (400, "invalid_request", "Malformed JWT in client_assertion");
        }

        PatientDataMarkers.NoteSecret(assertion);
        var (header, claims) = (Json(head), Json(payload));
        if ((string?)header["alg"] != "RS512" || (string?)header["typ"] != "JWT")
        {
            return (400, "invalid_request", "Invalid 'alg' header in JWT - unsupported JWT algorithm - must be 'RS512'");
        }

        if (!Keys.TryGetValue((string?)header["kid"] ?? "", out var key))
        {
            return (401, "invalid_request", "Invalid 'kid' header in JWT - no matching public key");
        }

        if (!key.VerifyData(Encoding.ASCII.GetBytes($"{head}.{payload}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1))
        {
            return (401, "invalid_request", "JWT signature verification failed");
        }

        if (claims.Count != 5 || (string?)claims["iss"] != ApiKey || (string?)claims["sub"] != ApiKey)
        {
            return (400, "invalid_request", "Missing or non-matching iss/sub claims in JWT");
        }

        if ((string?)claims["aud"] != audience)
        {
            return (401, "invalid_request", "Missing or invalid aud claim in JWT");
        }

        if (claims["jti"]?.GetValueKind() != JsonValueKind.String || !Guid.TryParse((string?)claims["jti"], out _) || !usedIds.TryAdd((string)claims["jti"]!, 0))
        {
            return (400, "invalid_request", "Non-unique jti claim in JWT");
        }

        var ahead = claims["exp"]?.GetValueKind() == JsonValueKind.Number ? (long)claims["exp"]! - clock.GetUtcNow().ToUnixTimeSeconds() : 0;
        if (ahead is <= 0 or > MaximumAhead)
        {
            return (400, "invalid_request", ahead > 0 ? "Invalid exp claim in JWT - more than 5 minutes in future" : "Invalid exp claim in JWT - JWT has expired");
        }

        AcceptedKeyIds.Enqueue((string)header["kid"]!);
        return (200, null, null);
    }

    private static JsonObject Json(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();
}
