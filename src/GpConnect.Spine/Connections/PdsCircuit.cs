using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace GpConnect.Spine.Connections;

/// <summary>
/// How a service of PDS is asked (spine-clients.md §1.6): a question is repeated at most once, and after five failures in a row
/// none is asked for ten seconds, then one. An error about one person counts once however often that person is asked for, as
/// one odd record must keep nobody else out; silence counts each time. Polly counts shares of failures within a time, so the
/// failures are counted here, and the first that Polly hears of opens the circuit.
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

    /// <summary>The failures in a row: the number of one that is an answer, an object of its own for any other.</summary>
    private readonly HashSet<object> failures = [];

    /// <param name="repeatAfter">Null for an outcome that stands.</param>
    public PdsCircuit(Func<T, PdsSign> validate, Func<T, TimeSpan?> repeatAfter, TimeProvider clock)
    {
        this.validate = validate;
        pipeline = new ResiliencePipelineBuilder<T> { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<T>
            {
                ShouldHandle = arguments => new(IsOneTooMany(arguments.Outcome.Result, arguments.Context)),
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

    /// <param name="nhsNumber">Whom the question is about.</param>
    /// <param name="ask">Sends the question once.</param>
    /// <param name="cancellation">Ends the question with its repetition.</param>
    /// <returns>The outcome, or that the circuit is open or the time is over.</returns>
    public async ValueTask<Outcome<T>> AskAsync(string nhsNumber, Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellation)
    {
        var context = ResilienceContextPool.Shared.Get(cancellation);
        context.Properties.Set(Number, nhsNumber);
        var outcome = await pipeline.ExecuteOutcomeAsync(TryAsync, context, ask);
        ResilienceContextPool.Shared.Return(context);
        return outcome;
    }

    private static async ValueTask<Outcome<T>> TryAsync(ResilienceContext context, Func<CancellationToken, ValueTask<T>> ask)
    {
        try
        {
            return Outcome.FromResult(await ask(context.CancellationToken));
        }
        catch (OperationCanceledException exception)
        {
            return Outcome.FromException<T>(exception);
        }
    }

    private bool IsOneTooMany(T? outcome, ResilienceContext context)
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

/// <summary>What an outcome says of the service that was asked.</summary>
internal enum PdsSign
{
    /// <summary>Nothing: it was not asked, or the caller has gone.</summary>
    None,

    /// <summary>It answers, whatever it says.</summary>
    Answer,

    /// <summary>It answers with an error, which may be that of one record.</summary>
    Error,

    /// <summary>It does not answer.</summary>
    Silence,
}
