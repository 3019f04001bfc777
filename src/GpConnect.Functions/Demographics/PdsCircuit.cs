using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace GpConnect.Functions.Demographics;

/// <summary>
/// How a service of PDS is asked (spine-clients.md §1.6): a question is repeated at most once, and after five failures in a row
/// none is asked for ten seconds, then one. Polly counts shares of failures within a time, so here the failures are counted
/// and whatever it is told of opens the circuit.
/// </summary>
internal sealed class PdsCircuit<T>
    where T : class
{
    private const int Maximum = 5;

    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    private readonly Func<T, bool?> hasFailed;
    private readonly CircuitBreakerStateProvider state = new();
    private int failures;

    /// <param name="hasFailed">Null for an outcome that says nothing about the service.</param>
    /// <param name="repeatAfter">Null for an outcome that stands.</param>
    public PdsCircuit(Func<T, bool?> hasFailed, Func<T, TimeSpan?> repeatAfter, TimeProvider clock)
    {
        this.hasFailed = hasFailed;
        Pipeline = new ResiliencePipelineBuilder<T> { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<T>
            {
                ShouldHandle = arguments => new(IsOneTooMany(arguments.Outcome.Result)),
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

    public ResiliencePipeline<T> Pipeline { get; }

    public bool IsClosed => state.CircuitState == CircuitState.Closed;

    private bool IsOneTooMany(T? outcome)
    {
        switch (outcome is null ? null : hasFailed(outcome))
        {
            case true:
                return Interlocked.Increment(ref failures) >= Maximum;
            case false:
                Volatile.Write(ref failures, 0);
                return false;
            default:
                return false;
        }
    }
}
