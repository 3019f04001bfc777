using GpConnect.Foundations.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace GpConnect.Provider.Requests;

/// <summary>One request on its way through the middleware, as a feature of its <see cref="HttpContext"/>.</summary>
internal sealed class RequestState
{
    private readonly HttpRequest request;
    private RequestOutcome? outcome;

    private RequestState(HttpRequest request, TimeProvider clock)
    {
        this.request = request;
        Target = RequestTarget.Parse(request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        Formats = ContentNegotiation.Negotiate(request, Target);
        Audit = new RequestAudit(request, clock);
    }

    public RequestTarget Target { get; }

    public NegotiatedFormats Formats { get; }

    public RequestAudit Audit { get; }

    /// <summary>Why the request may not be processed now; null when it is admitted.</summary>
    public Failure? Refusal { get; set; }

    /// <summary>The request as its interaction sees it; null until every check has passed.</summary>
    public RequestContext? Context { get; set; }

    /// <summary>How the request ends.</summary>
    public RequestOutcome Outcome
    {
        get => outcome ?? throw new InvalidOperationException("No middleware has decided how the request ends.");
        set => outcome = value;
    }

    public static RequestState Begin(HttpContext context, TimeProvider clock)
    {
        var state = new RequestState(context.Request, clock);
        context.Features.Set(state);
        return state;
    }

    public static RequestState Of(HttpContext context) => context.Features.GetRequiredFeature<RequestState>();

    public void Fail(Failure failure) => Outcome = new RequestOutcome(FhirResponse.Of(request, Formats.ResponseOrJson, failure), failure, []);
}
