using System.Net;
using System.Net.Http.Headers;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Pds;
using GpConnect.Spine.Connections;

namespace GpConnect.Spine.PdsFhir;

/// <summary>Sends the only kind of request that PDS gets, and reads the answer (spine-clients.md §1.3).</summary>
internal sealed partial class PatientRequest(PdsFhirOptions options, PdsOptions pds, PdsHttpClient http, TimeProvider clock, ILogger<PatientRequest> logger)
{
    private const string RequestIdName = "X-Request-ID";
    private const string None = "none";
    private const string NoConnection = "no connection to PDS";

    /// <summary>Logged in place of a status.</summary>
    private const int NoAnswer = 0;

    private readonly string patients = $"{options.PdsFhirEndpoint!.AbsoluteUri.TrimEnd('/')}/Patient/";
    private readonly RepeatRule repeat = new(pds, clock);

    public async ValueTask<Attempt> SendAsync(LookUp lookUp, AccessToken? token, CancellationToken cancellation)
    {
        lookUp.Attempts++;
        var started = clock.GetTimestamp();
        var (attempt, status, code) = await ExchangeAsync(lookUp, token, cancellation);
        var milliseconds = (long)clock.GetElapsedTime(started).TotalMilliseconds;
        var isOdd = attempt.Answer is PdsResponse.Unavailable || code == ErrorMapping.InvalidResourceId;
        LogAnswer(
            logger,
            isOdd ? LogLevel.Warning : LogLevel.Information,
            options.PdsFhirEndpoint!.Host,
            attempt.Answer.GetType().Name,
            status,
            code ?? None,
            milliseconds,
            lookUp.Attempts,
            lookUp.RequestId,
            lookUp.CorrelationId ?? None);
        return attempt;
    }

    private async ValueTask<(Attempt Attempt, int Status, string? Code)> ExchangeAsync(LookUp lookUp, AccessToken? token, CancellationToken cancellation)
    {
        try
        {
            using var request = Create(lookUp, token);
            using var response = await http.Client.SendAsync(request, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            var (attempt, status, code) = Read(lookUp, token, response, body);
            return (attempt.Sign == PdsSign.Silence ? attempt with { Sign = PdsSign.Error } : attempt, status, code);
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            return (Attempt.Failed(NoConnection, repeat.AfterPause(lookUp.StartedAt)), NoAnswer, null);
        }
        catch (OperationCanceledException)
        {
            return (lookUp.Caller.IsCancellationRequested ? Attempt.Abandoned : Attempt.Failed(Attempt.OutOfTime), NoAnswer, null);
        }
        catch (HttpRequestException exception)
        {
            return (Explain(exception, lookUp), NoAnswer, null);
        }
    }

    private HttpRequestMessage Create(LookUp lookUp, AccessToken? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, patients + lookUp.Query.NhsNumber);
        request.Headers.Accept.ParseAdd("application/fhir+json");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token.Value);
        request.Headers.Add(RequestIdName, lookUp.RequestId);
        request.Headers.Add("NHSD-End-User-Organisation-ODS", lookUp.Query.Practice);
        if (lookUp.CorrelationId is not null)
        {
            request.Headers.Add("X-Correlation-ID", lookUp.CorrelationId);
        }

        return request;
    }

    private (Attempt Attempt, int Status, string? Code) Read(LookUp lookUp, AccessToken? token, HttpResponseMessage response, byte[] body)
    {
        var status = (int)response.StatusCode;
        if (response.Headers.TryGetValues(RequestIdName, out var mirrored) && mirrored.Any(id => !id.Equals(lookUp.RequestId, StringComparison.OrdinalIgnoreCase)))
        {
            return (Attempt.Failed("PDS sent the answer to another request"), status, null);
        }

        if (status == (int)HttpStatusCode.OK)
        {
            return (Read(lookUp, body), status, null);
        }

        var code = ErrorMapping.Code(body);
        var answer = ErrorMapping.Answer(status, code, lookUp.Query.NhsNumber);
        var isUnauthorized = token is not null && status == (int)HttpStatusCode.Unauthorized;

        // At once after a 401, because the repetition uses a new token.
        var repeatAfter = isUnauthorized ? TimeSpan.Zero : repeat.After(status, response.Headers.RetryAfter, lookUp.StartedAt);
        return (new Attempt(answer, repeatAfter) { IsUnauthorized = isUnauthorized }, status, code);
    }

    private Attempt Read(LookUp lookUp, byte[] body)
    {
        if (PdsFhirJson.Read(body, PdsFhirJson.Default.PdsPatient) is { } patient
            && PatientMapping.Map(patient, lookUp.Query.NhsNumber, clock.GetUtcNow()) is { } record)
        {
            return new Attempt(new PdsResponse.Found(record));
        }

        return PdsFhirJson.Read(body, PdsFhirJson.Default.PdsResource)?.ResourceType == PatientMapping.Type ? Attempt.Unreliable : Attempt.Failed(Attempt.Malformed);
    }

    private Attempt Explain(HttpRequestException exception, LookUp lookUp) => exception.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError =>
            Attempt.Failed(NoConnection, repeat.AfterPause(lookUp.StartedAt)),
        HttpRequestError.SecureConnectionError => Attempt.Failed("no secure connection to PDS"),
        HttpRequestError.ConfigurationLimitExceeded => Attempt.Failed("malformed answer from PDS: too long"),
        _ => Attempt.Failed("the connection to PDS broke"),
    };

    [LoggerMessage(EventId = EventIds.PdsResponse, Message = "GET /Patient/{{nhsNumber}} at {Host}: {Answer}, status {Status} {Code}, {Milliseconds} ms, attempt {Attempt}, X-Request-ID {RequestId}, X-Correlation-ID {CorrelationId}")]
    private static partial void LogAnswer(
        ILogger logger, LogLevel level, string host, string answer, int status, string code, long milliseconds, int attempt, string requestId, string correlationId);
}
