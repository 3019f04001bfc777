using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace GpConnect.Functions.Demographics.PdsFhir;

/// <summary>At most one repeat, and a circuit that opens after some failures in a row (spine-clients.md §1.6).</summary>
internal sealed class PdsFhirCircuit
{
    public static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    public const int MaximumFailures = 5;

    private readonly CircuitBreakerStateProvider state = new();
    private int failures;

    public PdsFhirCircuit(TimeProvider clock)
    {
        Pipeline = new ResiliencePipelineBuilder<Attempt> { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Attempt>
            {
                // Polly counts shares of failures within a time. Here failures in a row are counted, so whatever it is told of opens the circuit.
                ShouldHandle = arguments => new(IsOneTooMany(arguments.Outcome.Result)),
                FailureRatio = 0,
                MinimumThroughput = 2,
                SamplingDuration = TimeSpan.FromDays(1),
                BreakDuration = Break,
                StateProvider = state,
            })
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = 1,
                ShouldHandle = arguments => new(arguments.Outcome.Result?.RepeatAfter is not null),
                DelayGenerator = arguments => new(arguments.Outcome.Result?.RepeatAfter),
            })
            .Build();
    }

    public ResiliencePipeline<Attempt> Pipeline { get; }

    public bool IsClosed => state.CircuitState == CircuitState.Closed;

    private bool IsOneTooMany(Attempt? attempt)
    {
        if (attempt is null or { SaysNothing: true })
        {
            return false;
        }

        if (attempt.Answer is not PdsAnswer.Unavailable)
        {
            Volatile.Write(ref failures, 0);
            return false;
        }

        return Interlocked.Increment(ref failures) >= MaximumFailures;
    }
}
