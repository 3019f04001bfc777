using GpConnect.Functions.Audit;
using GpConnect.Functions.Interactions;
using GpConnect.Functions.Practices;
using GpConnect.Functions.Spine;

namespace GpConnect.Functions.Pipeline;

/// <summary>A request that has passed all checks, as the interactions see it.</summary>
internal sealed record Call(
    HttpRequest Request,
    RequestTarget Target,
    Practice Practice,
    SspHeaders Ssp,
    Route Route,
    SearchToken? Search,
    Caller Caller,
    CallAudit Audit)
{
    public Interaction Interaction => Ssp.Interaction;
}
