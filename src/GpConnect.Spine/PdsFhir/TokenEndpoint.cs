using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using GpConnect.Foundations.Certificates;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Pds;
using GpConnect.Spine.Connections;

namespace GpConnect.Spine.PdsFhir;

/// <summary>Fetches access tokens by OAuth 2 client credentials with a signed assertion (spine-clients.md §1.2).</summary>
internal sealed partial class TokenEndpoint(
    PdsFhirOptions options,
    PdsOptions pds,
    PdsHttpClient http,
    Reloading<SigningKey> key,
    TimeProvider clock,
    ILogger<TokenEndpoint> logger)
{
    /// <summary>How long before its expiry a token is renewed.</summary>
    private static readonly TimeSpan RenewalAhead = TimeSpan.FromSeconds(60);

    /// <summary>A token with a longer stated lifetime is renewed after this time all the same.</summary>
    private const long MaximumLifetimeSeconds = 24 * 60 * 60;

    private const int MaximumDescription = 200;

    /// <summary>
    /// The pause after a refused assertion, which is a configuration error that more requests do not fix. No other pause is longer.
    /// </summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly RepeatRule repeat = new(pds, clock);

    /// <summary>Repeats a request where the rule for requests to PDS would (spine-clients.md §1.6), but with a new assertion.</summary>
    public async Task<AccessTokenFetch> FetchAsync()
    {
        var started = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(pds.PdsTimeoutSeconds), clock);
        var fetch = await TryAsync(started, limit.Token);
        if (fetch.RepeatAfter is not { } wait)
        {
            return fetch;
        }

        await Task.Delay(wait, clock, CancellationToken.None);
        return await TryAsync(started, limit.Token);
    }

    private async Task<AccessTokenFetch> TryAsync(long started, CancellationToken cancellation)
    {
        try
        {
            return await FetchAsync(started, cancellation);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            LogFailed(logger, exception.GetType().Name);
            var isUnsent = exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };
            return new AccessTokenFetch("the token endpoint does not answer", isUnsent ? repeat.AfterPause(started) : null);
        }
    }

    private async Task<AccessTokenFetch> FetchAsync(long started, CancellationToken cancellation)
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
        var answer = PdsFhirJson.Read(await response.Content.ReadAsByteArrayAsync(cancellation), PdsFhirJson.Default.AccessTokenResponse);
        if (status == (int)HttpStatusCode.OK && Token(answer, now) is { } token)
        {
            return new AccessTokenFetch(token);
        }

        LogRefused(logger, status, Printable(answer?.Error), Printable(answer?.ErrorDescription));
        var retryAfter = response.Headers.RetryAfter;
        return new AccessTokenFetch(
            $"the token endpoint answered {status} without a usable token",
            repeat.After(status, retryAfter, started),
            Pause(status, retryAfter));
    }

    /// <summary>As long as the endpoint asks for. A 4xx that does not pass by itself is a configuration error.</summary>
    private TimeSpan Pause(int status, RetryConditionHeaderValue? retryAfter)
    {
        if (RepeatRule.IsTransient(status))
        {
            var asked = repeat.RetryDelay(retryAfter) ?? TimeSpan.Zero;
            return asked < LongestPause ? asked : LongestPause;
        }

        return status is >= 400 and < 500 ? LongestPause : TimeSpan.Zero;
    }

    private static AccessToken? Token(AccessTokenResponse? answer, DateTimeOffset now)
    {
        if (answer is not { AccessToken: { } value, ExpiresIn: > 0 } || !BearerForm().IsMatch(value))
        {
            return null;
        }

        var expires = now + TimeSpan.FromSeconds(Math.Min(answer.ExpiresIn, MaximumLifetimeSeconds));
        return new AccessToken(value, expires - RenewalAhead, expires);
    }

    /// <summary>A text from the endpoint for the log: one line, and nothing as long as a part of an assertion or a token.</summary>
    private static string Printable(string? text)
    {
        var line = NotPrintable().Replace(text ?? "", "…");
        return line.Length <= MaximumDescription ? line : line[..MaximumDescription];
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._~+/-]+=*\z", RegexOptions.CultureInvariant)]
    private static partial Regex BearerForm();

    [GeneratedRegex(@"[^ -~]|[^ ]{40,}", RegexOptions.CultureInvariant)]
    private static partial Regex NotPrintable();

    [LoggerMessage(EventId = EventIds.TokenEndpointSilent, Level = LogLevel.Error, Message = "The token endpoint of PDS does not answer: {Exception}")]
    private static partial void LogFailed(ILogger logger, string exception);

    [LoggerMessage(EventId = EventIds.TokenEndpointRefused, Level = LogLevel.Error, Message = "The token endpoint of PDS answered {Status} without a usable token: {Error} {Description}")]
    private static partial void LogRefused(ILogger logger, int status, string error, string description);
}
