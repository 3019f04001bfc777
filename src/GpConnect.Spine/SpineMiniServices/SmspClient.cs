using System.Net;
using GpConnect.Foundations.Certificates;
using GpConnect.Foundations.Pds;
using GpConnect.Spine.Connections;
using Polly.CircuitBreaker;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>
/// Sends requests within the time limit, repeats each at most once, and stops for a while when the service does not answer
/// (spine-clients.md §1.6).
/// </summary>
internal sealed class SmspClient(
    Reloading<SmspConnections> connections, PdsCircuit<SmspExchange> circuit, SmspOptions options, PdsOptions pds, TimeProvider clock)
{
    private const string OutOfTime = "no answer in time";

    private readonly TimeSpan limit = TimeSpan.FromSeconds(pds.PdsTimeoutSeconds);
    private readonly RepeatRule repeat = new(pds, clock);

    /// <param name="nhsNumber">The NHS number that the message is about.</param>
    public async ValueTask<SmspExchange> AskAsync(string nhsNumber, byte[] message, CancellationToken caller)
    {
        var started = clock.GetTimestamp();
        using var budget = new CancellationTokenSource(limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(caller, budget.Token);
        var outcome = await circuit.AskAsync(nhsNumber, limited => TryAsync(message, started, limited, caller), both.Token);
        caller.ThrowIfCancellationRequested();
        switch (outcome.Exception)
        {
            case BrokenCircuitException:
                return new SmspExchange.Failed("not queried, because it has not answered recently");
            case OperationCanceledException:
                return new SmspExchange.Failed(OutOfTime);
            default:
                outcome.ThrowIfException();
                return outcome.Result!;
        }
    }

    /// <param name="limited">Cancelled when the caller has gone or the time limit has passed.</param>
    private async ValueTask<SmspExchange> TryAsync(byte[] message, long started, CancellationToken limited, CancellationToken caller)
    {
        try
        {
            return await SendAsync(message, started, limited);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return limited.IsCancellationRequested
                ? new SmspExchange.Failed(OutOfTime)
                : new SmspExchange.Failed("no connection in time", repeat.AfterPause(started));
        }
        catch (HttpRequestException exception)
        {
            return Explain(exception, started);
        }
    }

    private async ValueTask<SmspExchange> SendAsync(byte[] message, long started, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.SmspEndpoint) { Content = new ByteArrayContent(message) };
        request.Content.Headers.ContentType = new("text/xml", "utf-8");
        request.Headers.Add("SOAPAction", $"\"{SmspNames.Service}\"");
        using var response = await connections.Current.SendAsync(request, cancellation);
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.InternalServerError)
        {
            await response.Content.LoadIntoBufferAsync(SmspXml.MaximumSize, cancellation);
            var reply = SmspResponse.Of(SmspXml.Read(await response.Content.ReadAsStreamAsync(cancellation)));
            if (response.StatusCode == HttpStatusCode.OK || reply is SmspResponse.Fault)
            {
                return new SmspExchange.Answered(reply);
            }
        }

        var status = (int)response.StatusCode;
        return new SmspExchange.Failed($"HTTP {status}", repeat.After(status, response.Headers.RetryAfter, started)) { Sign = PdsSign.Error };
    }

    /// <summary>Only a request that was never sent is repeated. The messages of TLS say what is wrong with a certificate.</summary>
    private SmspExchange.Failed Explain(HttpRequestException exception, long started) => exception.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError => new("no connection", repeat.AfterPause(started)),
        HttpRequestError.SecureConnectionError => new(exception.GetBaseException().Message),
        var error => new($"no answer: {error}"),
    };
}
