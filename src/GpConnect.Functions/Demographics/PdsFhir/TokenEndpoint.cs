using System.Text.RegularExpressions;
using GpConnect.Functions.Hosting;
using GpConnect.Functions.MutualTls;

namespace GpConnect.Functions.Demographics.PdsFhir;

/// <summary>Fetches access tokens by OAuth 2 client credentials with a signed assertion (spine-clients.md §1.2).</summary>
internal sealed partial class TokenEndpoint(
    ProviderOptions options,
    PdsHttpClient http,
    Reloading<SigningKey> key,
    TimeProvider clock,
    ILogger<TokenEndpoint> logger)
{
    /// <summary>How long before its end a token is renewed.</summary>
    private static readonly TimeSpan RenewalAhead = TimeSpan.FromSeconds(60);

    /// <summary>A token that is said to live longer is renewed all the same.</summary>
    private const long MaximumLifetimeSeconds = 24 * 60 * 60;

    private const int MaximumDescription = 200;

    /// <summary>A refused assertion is a fault of the configuration, which more requests do not mend.</summary>
    public static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromSeconds(30);

    /// <returns>The token or the reason, and whether the assertion was refused.</returns>
    public async Task<(TokenResult Result, bool IsRefused)> FetchAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.PdsTimeoutSeconds), clock);
        try
        {
            return await FetchAsync(limit.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            LogFailed(logger, exception.GetType().Name);
            return (new TokenResult(null, "the token endpoint does not answer"), false);
        }
    }

    private async Task<(TokenResult Result, bool IsRefused)> FetchAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var endpoint = options.PdsFhirTokenEndpoint!;
        using var form = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("grant_type", "client_credentials"),
            KeyValuePair.Create("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            KeyValuePair.Create("client_assertion", key.Current.Assert(options.PdsFhirApiKey!, endpoint.OriginalString, now)),
        ]);
        using var response = await http.Client.PostAsync(endpoint, form, cancellation);
        var status = (int)response.StatusCode;
        var answer = PdsFhirJson.Read(await response.Content.ReadAsByteArrayAsync(cancellation), PdsFhirJson.Default.TokenAnswer);
        if (status == StatusCodes.Status200OK && Token(answer, now) is { } token)
        {
            return (new TokenResult(token, null), false);
        }

        LogRefused(logger, status, Printable(answer?.Error), Printable(answer?.ErrorDescription));
        return (new TokenResult(null, $"the token endpoint answered {status} without a usable token"), status is >= 400 and < 500);
    }

    private static AccessToken? Token(TokenAnswer? answer, DateTimeOffset now)
    {
        if (answer is not { AccessToken: { } value, ExpiresIn: > 0 } || !BearerForm().IsMatch(value))
        {
            return null;
        }

        var expires = now + TimeSpan.FromSeconds(Math.Min(answer.ExpiresIn, MaximumLifetimeSeconds));
        return new AccessToken(value, expires - RenewalAhead, expires);
    }

    /// <summary>A text of the endpoint for the log: one line, and nothing as long as a part of an assertion or a token.</summary>
    private static string Printable(string? text)
    {
        var line = NotPrintable().Replace(text ?? "", "…");
        return line.Length <= MaximumDescription ? line : line[..MaximumDescription];
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._~+/-]+=*\z", RegexOptions.CultureInvariant)]
    private static partial Regex BearerForm();

    [GeneratedRegex(@"[^ -~]|[^ ]{40,}", RegexOptions.CultureInvariant)]
    private static partial Regex NotPrintable();

    [LoggerMessage(EventId = 31, Level = LogLevel.Error, Message = "The token endpoint of PDS does not answer: {Exception}")]
    private static partial void LogFailed(ILogger logger, string exception);

    [LoggerMessage(EventId = 32, Level = LogLevel.Error, Message = "The token endpoint of PDS answered {Status} without a usable token: {Error} {Description}")]
    private static partial void LogRefused(ILogger logger, int status, string error, string description);
}
