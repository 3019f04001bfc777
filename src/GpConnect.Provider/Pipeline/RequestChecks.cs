using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Practices;
using GpConnect.Provider.MutualTls;
using GpConnect.Provider.Requests;
using GpConnect.Provider.Tokens;

namespace GpConnect.Provider.Pipeline;

/// <summary>The checks that every request passes, in the order of transport.md §5: the first that fails is the answer.</summary>
internal sealed class RequestChecks(ServiceRoot root, PracticeDirectory practices, TokenValidator tokens, TokenOptions options, ClientCertificates certificates)
{
    public async ValueTask<Result<Call>> CheckAsync(HttpRequest request, RequestTarget target, CallAudit audit)
    {
        if (certificates.Refuse(request.HttpContext) is { } refusal)
        {
            return refusal;
        }

        if (root.Find(target.Segments) is not { } match)
        {
            return SpineError.BadRequest.Because("The path is not below the service root of a practice");
        }

        audit.Practice = match.OdsCode;
        if (await practices.FindAsync(match.OdsCode, request.HttpContext.RequestAborted) is not { } practice)
        {
            return SpineError.OrganisationNotFound.Because("No practice with the ODS code in the URL is served here");
        }

        audit.IsPracticeKnown = true;
        if (!SspHeaders.Read(request.Headers, practice).Try(out var ssp, out var failure)
            || !Route.Match(ssp.Interaction, request.Method, match.Segments).Try(out var route, out failure))
        {
            return failure;
        }

        SearchToken? search = null;
        if (ssp.Interaction.Parameter is { } parameter && !SearchToken.Read(parameter, target).Try(out search, out failure))
        {
            return failure;
        }

        audit.Sought = search?.Value ?? route.Id;
        if (!CheckCaller(request, target, practice, ssp.Interaction, audit).Try(out var caller, out failure)
            || !CheckSwitches(practice, ssp.Interaction).Try(out _, out failure))
        {
            return failure;
        }

        return new Call(request, target, practice, ssp, route, search, caller, audit);
    }

    private Result<Caller> CheckCaller(HttpRequest request, RequestTarget target, Practice practice, Interaction interaction, CallAudit audit)
    {
        if (!BearerToken.Read(request.Headers.Authorization).Try(out var token, out var failure)
            || !ContentNegotiation.BodyFormat(request).Try(out _, out failure)
            || !ContentNegotiation.ResponseFormat(request, target).Try(out _, out failure)
            || !BearerToken.Payload(token.Span).Try(out var payload, out failure)
            || !tokens.Validate(payload, root.UrlOf(practice.OdsCode)).Try(out var caller, out failure))
        {
            return failure;
        }

        audit.Caller = caller;
        return Scopes.Fit(caller.Scope, interaction.Scope, options.MatchScopeByAccess)
            ? caller
            : SpineError.BadRequest.Because($"JWT claim requested_scope has to be {interaction.Scope} for {interaction.Id}");
    }

    private static Result<Practice> CheckSwitches(Practice practice, Interaction interaction)
    {
        if (!practice.GpConnect)
        {
            return SpineError.AccessDenied.Because("GP Connect is disabled at this practice");
        }

        return practice.Offers(interaction.Capability)
            ? practice
            : SpineError.AccessDenied.Because($"The {interaction.Capability} capability is disabled at this practice");
    }
}
