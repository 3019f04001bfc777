using System.Net;
using System.Security.Cryptography;
using GpConnect.Functions.Hosting;
using GpConnect.Functions.MutualTls;
using Polly;
using Polly.CircuitBreaker;

namespace GpConnect.Functions.Demographics.SpineMiniServices;

/// <summary>
/// Sends requests within the time limit, repeats one at most once, and stops asking for a while when nobody answers
/// (spine-clients.md §1.6).
/// </summary>
internal sealed class SmspClient
{
    private const int ShortestWait = 250;
    private const int LongestWait = 500;

    /// <summary>What has to be left of the time limit for a repetition to be worth it.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(1);

    private readonly Reloading<SmspConnections> connections;
    private readonly Uri endpoint;
    private readonly TimeSpan limit;
    private readonly TimeProvider clock;
    private readonly FailuresInARow<SmspExchange> circuit = new(exchange => exchange is SmspExchange.Failed);
    private readonly ResiliencePipeline<SmspExchange> breaker;

    public SmspClient(Reloading<SmspConnections> connections, ProviderOptions options, TimeProvider clock)
    {
        this.connections = connections;
        this.clock = clock;
        endpoint = options.SmspEndpoint!;
        limit = TimeSpan.FromSeconds(options.PdsTimeoutSeconds);
        breaker = new ResiliencePipelineBuilder<SmspExchange> { TimeProvider = clock }.AddCircuitBreaker(circuit.Options).Build();
    }

    /// <summary>Whether the last requests went without an answer.</summary>
    public bool IsBroken => !circuit.IsClosed;

    public async ValueTask<SmspExchange> AskAsync(byte[] message, CancellationToken cancellation)
    {
        try
        {
            return await breaker.ExecuteAsync(caller => AskTwiceAsync(message, caller), cancellation);
        }
        catch (BrokenCircuitException)
        {
            return new SmspExchange.Failed("not asked, because it has not answered lately");
        }
    }

    private async ValueTask<SmspExchange> AskTwiceAsync(byte[] message, CancellationToken caller)
    {
        var started = clock.GetTimestamp();
        using var budget = new CancellationTokenSource(limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(caller, budget.Token);
        var first = await TryAsync(message, both.Token, caller);
        if (first is not SmspExchange.Failed { RepeatAfter: { } wait } || clock.GetElapsedTime(started) + wait + Reserve > limit)
        {
            return first;
        }

        await Task.Delay(wait, clock, both.Token);
        return await TryAsync(message, both.Token, caller);
    }

    /// <param name="limited">Ends with the caller's or with the time limit.</param>
    private async ValueTask<SmspExchange> TryAsync(byte[] message, CancellationToken limited, CancellationToken caller)
    {
        try
        {
            return await SendAsync(message, limited);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return limited.IsCancellationRequested
                ? new SmspExchange.Failed("no answer in time")
                : new SmspExchange.Failed("no connection in time", Wait());
        }
        catch (HttpRequestException exception)
        {
            return Explain(exception);
        }
    }

    private async ValueTask<SmspExchange> SendAsync(byte[] message, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(message) };
        request.Content.Headers.ContentType = new("text/xml", "utf-8");
        request.Headers.Add("SOAPAction", $"\"{SmspNames.Service}\"");
        using var response = await connections.Current.SendAsync(request, cancellation);
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.InternalServerError)
        {
            await response.Content.LoadIntoBufferAsync(SmspXml.MaximumSize, cancellation);
            var reply = SmspReply.Of(SmspXml.Read(await response.Content.ReadAsStreamAsync(cancellation)));
            if (response.StatusCode == HttpStatusCode.OK || reply is SmspReply.Fault)
            {
                return new SmspExchange.Answered(reply);
            }
        }

        return new SmspExchange.Failed($"HTTP {(int)response.StatusCode}", RepeatAfter(response));
    }

    private TimeSpan? RepeatAfter(HttpResponseMessage response) => (int)response.StatusCode is 408 or 429 or 500 or 502 or 503 or 504
        ? response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date - clock.GetUtcNow() is var wait => wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
            _ => Wait(),
        }
        : null;

    /// <summary>Only a request that never went out is repeated. The messages of TLS say what is wrong with a certificate.</summary>
    private static SmspExchange.Failed Explain(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError => new("no connection", Wait()),
        HttpRequestError.SecureConnectionError => new(exception.GetBaseException().Message),
        var error => new($"no answer: {error}"),
    };

    private static TimeSpan Wait() => TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(ShortestWait, LongestWait));
}
