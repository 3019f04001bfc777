using GpConnect.Fhir;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Practices;
using GpConnect.Provider.Tokens;

namespace GpConnect.Provider.Requests;

/// <summary>A request that has passed all checks, as its handler sees it.</summary>
/// <param name="RootUrl">The practice's service root.</param>
/// <param name="Search">The parameter of a search; null for other interactions.</param>
/// <param name="Body">The body of a registration; null for other interactions.</param>
/// <param name="Format">The negotiated format of the response.</param>
internal sealed record RequestContext(
    HttpRequest Request,
    Practice Practice,
    string RootUrl,
    SspHeaders Ssp,
    Route Route,
    SearchIdentifier? Search,
    Caller Caller,
    RegistrationBody? Body,
    FhirFormat Format,
    RequestAudit Audit)
{
    public Interaction Interaction => Ssp.Interaction;
}
