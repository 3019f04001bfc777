using GpConnect.Foundations.Pds;
using GpConnect.Spine.Connections;
using Polly;
using Polly.CircuitBreaker;

namespace GpConnect.Spine.PdsFhir;

/// <summary>
/// Queries PDS through its FHIR API in application-restricted mode (spine-clients.md §1). A look-up has a time limit, at most one
/// repetition, and its share of the agreed request rate; while PDS keeps failing, no request is sent.
/// </summary>
/// <param name="tokens">Null where PDS requires no token, as in its public sandbox.</param>
internal sealed class PdsFhirGateway(
    PdsOptions options,
    PdsCircuit<Attempt> circuit,
    RequestRate rate,
    PatientRequest request,
    TimeProvider clock,
    AccessTokens? tokens = null) : IPdsGateway
{
    private readonly TimeSpan limit = TimeSpan.FromSeconds(options.PdsTimeoutSeconds);

    public async ValueTask<PdsResponse> RetrieveAsync(PdsQuery query, CancellationToken cancellation)
    {
        using var budget = new CancellationTokenSource(limit, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, budget.Token);
        var lookUp = new LookUp(query, clock.GetTimestamp(), cancellation);
        var outcome = await circuit.AskAsync(query.NhsNumber, limited => AttemptAsync(lookUp, limited), end.Token);
        cancellation.ThrowIfCancellationRequested();
        return Answer(outcome);
    }

    private async ValueTask<Attempt> AttemptAsync(LookUp lookUp, CancellationToken cancellation)
    {
        AccessToken? token = null;
        if (tokens is not null && !(await tokens.GetAsync(cancellation)).Try(out token, out var reason))
        {
            return Attempt.NotSent(reason);
        }

        if (!await rate.EnterAsync(cancellation))
        {
            return Attempt.HeldBack;
        }

        var attempt = await request.SendAsync(lookUp, token, cancellation);
        if (attempt.IsUnauthorized && token is not null)
        {
            tokens!.Drop(token);
        }

        return attempt;
    }

    private static PdsResponse Answer(Outcome<Attempt> outcome)
    {
        switch (outcome.Exception)
        {
            case BrokenCircuitException:
                return new PdsResponse.Unavailable("PDS keeps failing, so no request is sent for a few seconds");
            case OperationCanceledException:
                return new PdsResponse.Unavailable(Attempt.OutOfTime);
            default:
                outcome.ThrowIfException();
                return outcome.Result!.Answer;
        }
    }
}
