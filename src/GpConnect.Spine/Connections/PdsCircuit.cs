using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace GpConnect.Spine.Connections;

/// <summary>
/// Sends requests to a service of PDS (spine-clients.md §1.6). A request is repeated at most once, and after five failures in a row none
/// is sent for ten seconds, then one. An error about one person counts once, however often that person is queried, so that one odd record
/// does not block everyone else; silence counts each time. Polly counts the share of failures within a period, so the failures are
/// counted here, and the first that Polly sees opens the circuit.
/// </summary>
internal sealed class PdsCircuit<T>
    where T : class
{
    private const int Maximum = 5;

    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    private static readonly ResiliencePropertyKey<string> Number = new("NHS number");

    private readonly ResiliencePipeline<T> pipeline;
    private readonly Func<T, PdsSign> validate;
    private readonly CircuitBreakerStateProvider state = new();

    /// <summary>The failures in a row: an error counts by its NHS number, so only once, and silence by a new object.</summary>
    private readonly HashSet<object> failures = [];

    /// <param name="repeatAfter">The wait before the request is repeated; null for an outcome that is final.</param>
    public PdsCircuit(Func<T, PdsSign> validate, Func<T, TimeSpan?> repeatAfter, TimeProvider clock)
    {
        this.validate = validate;
        pipeline = new ResiliencePipelineBuilder<T> { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<T>
            {
                ShouldHandle = arguments => new(OpensCircuit(arguments.Outcome.Result, arguments.Context)),
                FailureRatio = 0,
                MinimumThroughput = 2,
                SamplingDuration = TimeSpan.FromDays(1),
                BreakDuration = Break,
                StateProvider = state,
            })
            .AddRetry(new RetryStrategyOptions<T>
            {
                MaxRetryAttempts = 1,
                ShouldHandle = arguments => new(arguments.Outcome.Result is { } result && repeatAfter(result) is not null),
                DelayGenerator = arguments => new(repeatAfter(arguments.Outcome.Result!)),
            })
            .Build();
    }

    public bool IsClosed => state.CircuitState == CircuitState.Closed;

    /// <param name="nhsNumber">The NHS number that the request is about.</param>
    /// <param name="send">Sends the request once.</param>
    /// <param name="cancellation">Ends the request and its repetition.</param>
    /// <returns>
    /// The outcome; or a <see cref="BrokenCircuitException"/> when the circuit is open, or an <see cref="OperationCanceledException"/>
    /// when the time is over.
    /// </returns>
    public async ValueTask<Outcome<T>> AskAsync(string nhsNumber, Func<CancellationToken, ValueTask<T>> send, CancellationToken cancellation)
    {
        var context = ResilienceContextPool.Shared.Get(cancellation);
        context.Properties.Set(Number, nhsNumber);
        var outcome = await pipeline.ExecuteOutcomeAsync(TryAsync, context, send);
        ResilienceContextPool.Shared.Return(context);
        return outcome;
    }

    private static async ValueTask<Outcome<T>> TryAsync(ResilienceContext context, Func<CancellationToken, ValueTask<T>> send)
    {
        try
        {
            return Outcome.FromResult(await send(context.CancellationToken));
        }
        catch (OperationCanceledException exception)
        {
            return Outcome.FromException<T>(exception);
        }
    }

    private bool OpensCircuit(T? outcome, ResilienceContext context)
    {
        var sign = outcome is null ? PdsSign.None : validate(outcome);
        if (sign == PdsSign.None)
        {
            return false;
        }

        lock (failures)
        {
            if (sign == PdsSign.Answer)
            {
                failures.Clear();
            }
            else if (failures.Count < Maximum)
            {
                failures.Add(sign == PdsSign.Error ? context.Properties.GetValue(Number, "") : new object());
            }

            return failures.Count >= Maximum;
        }
    }
}

/// <summary>What an outcome says about the service.</summary>
internal enum PdsSign
{
    /// <summary>Nothing: no request was sent, or the caller has gone.</summary>
    None,

    /// <summary>The service answered, whatever its answer was.</summary>
    Answer,

    /// <summary>The service answered with an error, which may concern one record only.</summary>
    Error,

    /// <summary>The service did not answer.</summary>
    Silence,
}
