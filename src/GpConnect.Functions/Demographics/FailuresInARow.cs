using Polly.CircuitBreaker;

namespace GpConnect.Functions.Demographics;

/// <summary>
/// A circuit that opens after five failures in a row and lets one call through ten seconds later (spine-clients.md §1.6). Polly
/// counts shares of failures within a time, so here the failures are counted and whatever it is told of opens the circuit.
/// </summary>
/// <param name="hasFailed">Null for an outcome that says nothing about the other end.</param>
internal sealed class FailuresInARow<T>(Func<T, bool?> hasFailed)
    where T : class
{
    private const int Maximum = 5;

    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    private readonly CircuitBreakerStateProvider state = new();
    private int failures;

    public bool IsClosed => state.CircuitState == CircuitState.Closed;

    public CircuitBreakerStrategyOptions<T> Options => new()
    {
        ShouldHandle = arguments => new(IsOneTooMany(arguments.Outcome.Result)),
        FailureRatio = 0,
        MinimumThroughput = 2,
        SamplingDuration = TimeSpan.FromDays(1),
        BreakDuration = Break,
        StateProvider = state,
    };

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
