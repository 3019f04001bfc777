using Polly;
using Polly.Retry;

namespace GpConnect.Functions.Demographics.PdsFhir;

/// <summary>At most one repeat, and a circuit that opens after some failures in a row (spine-clients.md §1.6).</summary>
internal sealed class PdsFhirCircuit
{
    private readonly FailuresInARow<Attempt> circuit = new(attempt => attempt.SaysNothing ? null : attempt.Answer is PdsAnswer.Unavailable);

    public PdsFhirCircuit(TimeProvider clock)
    {
        Pipeline = new ResiliencePipelineBuilder<Attempt> { TimeProvider = clock }
            .AddCircuitBreaker(circuit.Options)
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = 1,
                ShouldHandle = arguments => new(arguments.Outcome.Result?.RepeatAfter is not null),
                DelayGenerator = arguments => new(arguments.Outcome.Result?.RepeatAfter),
            })
            .Build();
    }

    public ResiliencePipeline<Attempt> Pipeline { get; }

    public bool IsClosed => circuit.IsClosed;
}
