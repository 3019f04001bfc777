using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Practices;
using GpConnect.Provider.Tokens;

namespace GpConnect.Provider.Requests;

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
