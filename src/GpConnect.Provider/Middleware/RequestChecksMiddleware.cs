using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Practices;
using GpConnect.Provider.MutualTls;
using GpConnect.Provider.Requests;
using GpConnect.Provider.Tokens;

namespace GpConnect.Provider.Middleware;

/// <summary>The checks that every request passes, in the order of transport.md §5: the first failure is the answer.</summary>
internal sealed class RequestChecksMiddleware(
    RequestDelegate next,
    ServiceRoot root,
    PracticeDirectory practices,
    BearerTokenValidator tokens,
    BearerTokenOptions options,
    ClientCertificates certificates)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var state = RequestState.Of(context);
        var check = state.Refusal is { } refusal ? Refuse(state, refusal) : await CheckAsync(context.Request, state);
        if (!check.Try(out var checkedRequest, out var failure))
        {
            state.Fail(failure);
            return;
        }

        state.Context = checkedRequest;
        await next(context);
    }

    private Result<RequestContext, Failure> Refuse(RequestState state, Failure refusal)
    {
        state.Audit.Practice = root.Find(state.Target.Segments)?.OdsCode;
        return refusal;
    }

    private async ValueTask<Result<RequestContext, Failure>> CheckAsync(HttpRequest request, RequestState state)
    {
        var (target, formats, audit) = (state.Target, state.Formats, state.Audit);
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

        SearchIdentifier? search = null;
        if (ssp.Interaction.Parameter is { } parameter && !SearchIdentifier.Read(parameter, target).Try(out search, out failure))
        {
            return failure;
        }

        audit.Sought = search?.Value ?? route.Id;
        var rootUrl = root.UrlOf(practice.OdsCode);
        if (!CheckCaller(request, formats, rootUrl, ssp.Interaction, audit).Try(out var caller, out failure)
            || !CheckSwitches(practice, ssp.Interaction).Try(out _, out failure))
        {
            return failure;
        }

        RegistrationBody? body = null;
        if (ssp.Interaction.Kind == InteractionKind.Operation)
        {
            if (!(await ReadBodyAsync(request, formats)).Try(out body, out failure))
            {
                return failure;
            }

            audit.Sought = body.NhsNumber;
        }

        return new RequestContext(request, practice, rootUrl, ssp, route, search, caller, body, formats.ResponseOrJson, audit);
    }

    private static async ValueTask<Result<RegistrationBody, Failure>> ReadBodyAsync(HttpRequest request, NegotiatedFormats formats) =>
        formats.Body.Try(out var format, out var failure) ? await RegistrationBody.ReadAsync(request, format, request.HttpContext.RequestAborted) : failure;

    private Result<Caller, Failure> CheckCaller(HttpRequest request, NegotiatedFormats formats, string rootUrl, Interaction interaction, RequestAudit audit)
    {
        if (!BearerToken.Read(request.Headers.Authorization).Try(out var token, out var failure)
            || !formats.Body.Try(out _, out failure)
            || !formats.Response.Try(out _, out failure)
            || !BearerToken.Payload(token.Span).Try(out var payload, out failure)
            || !tokens.Validate(payload, rootUrl).Try(out var caller, out failure))
        {
            return failure;
        }

        audit.Caller = caller;
        return Scopes.Fit(caller.Scope, interaction.Scope, options.MatchScopeByAccess)
            ? caller
            : SpineError.BadRequest.Because($"JWT claim requested_scope has to be {interaction.Scope} for {interaction.Id}");
    }

    private static Result<Practice, Failure> CheckSwitches(Practice practice, Interaction interaction)
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
