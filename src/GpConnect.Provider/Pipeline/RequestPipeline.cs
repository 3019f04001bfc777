using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;
using GpConnect.Provider.Health;
using GpConnect.Provider.Interactions;
using GpConnect.Provider.Observability;
using GpConnect.Provider.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace GpConnect.Provider.Pipeline;

/// <summary>
/// The request pipeline: the checks, the interaction, the audit trail, the answer. The audit entry is durable before the first
/// byte of the answer is sent; if it cannot be written, the request fails.
/// </summary>
internal sealed partial class RequestPipeline(
    RequestChecks checks,
    ServiceRoot root,
    Draining draining,
    RequestLimits limits,
    InteractionHandlers handlers,
    IAuditTrail trail,
    RequestTelemetry telemetry,
    RequestLog requestLog,
    TimeProvider clock,
    ILogger<RequestPipeline> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        var target = RequestTarget.Parse(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var formats = ContentNegotiation.Negotiate(context.Request, target);
        var audit = new RequestAudit(context.Request, clock);
        using var span = telemetry.Start(context.Request);
        var outcome = await ServeAsync(context.Request, target, formats, audit);
        telemetry.Finish(span, context.Request, audit, outcome);
        requestLog.Write(context.Request, outcome);
        if (draining.HasBegun)
        {
            context.Response.Headers.Connection = "close";
        }

        await outcome.Response.SendAsync(context);
    }

    /// <summary>Frees the request's slot before the answer is sent, so that a caller that reads slowly does not block others.</summary>
    private async ValueTask<RequestOutcome> ServeAsync(HttpRequest request, RequestTarget target, NegotiatedFormats formats, RequestAudit audit)
    {
        using var admission = await AdmitAsync(request);
        var outcome = admission.Refusal is { } refusal ? Refuse(request, target, formats, audit, refusal) : await AnswerAsync(request, target, formats, audit);
        return outcome.IsAudited || await TryAppendAsync(audit.Entry(outcome))
            ? outcome
            : Failed(request, formats, SpineError.InternalServerError.Because("The audit trail cannot be written"));
    }

    private ValueTask<Admission> AdmitAsync(HttpRequest request) => draining.HasBegun
        ? new(Admission.Refused(SpineError.Overloaded.Because("This instance is stopping; try again")))
        : limits.EnterAsync(request);

    private RequestOutcome Refuse(HttpRequest request, RequestTarget target, NegotiatedFormats formats, RequestAudit audit, Failure refusal)
    {
        audit.Practice = root.Find(target.Segments)?.OdsCode;
        return Failed(request, formats, refusal);
    }

    private static RequestOutcome Failed(HttpRequest request, NegotiatedFormats formats, Failure failure) =>
        new(FhirResponse.Of(request, formats.ResponseOrJson, failure), failure, []);

    private async ValueTask<RequestOutcome> AnswerAsync(HttpRequest request, RequestTarget target, NegotiatedFormats formats, RequestAudit audit)
    {
        try
        {
            var outcome = await InteractAsync(request, target, formats, audit);
            return outcome.Try(out var success, out var failure) ? success : Failed(request, formats, failure);
        }
        catch (Exception exception)
        {
            return Failed(request, formats, Explain(exception, request.HttpContext));
        }
    }

    private async ValueTask<Result<RequestOutcome, Failure>> InteractAsync(
        HttpRequest request, RequestTarget target, NegotiatedFormats formats, RequestAudit audit)
    {
        var check = await checks.CheckAsync(request, target, formats, audit);
        if (!check.Try(out var context, out var failure))
        {
            return failure;
        }

        var interaction = await handlers.For(context.Interaction).HandleAsync(context, request.HttpContext.RequestAborted);
        if (!interaction.Try(out var result, out failure))
        {
            return failure;
        }

        var response = result.Committed ?? FhirResponse.Of(request, context.Format, result, context.RootUrl);
        return new RequestOutcome(response, Failure: null, result.Resources, IsAudited: result.Committed is not null);
    }

    private Failure Explain(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case StoreBusyException:
                return SpineError.Overloaded.Because("The record store is busy; try again");
            case StoreFullException:
                return SpineError.InternalServerError.Because("The disk of the record store is nearly full; nothing was changed");
            case StoreUnavailableException:
                LogUnavailable(logger, exception.Message);
                return SpineError.InternalServerError.Because("The record store does not answer");
            case BadHttpRequestException:
                return SpineError.BadRequest.Because("The request body cannot be read: it is broken or arrives too slowly");
            case OperationCanceledException or IOException when context.RequestAborted.IsCancellationRequested:
                return SpineError.BadRequest.Because("The caller closed the connection before the request was complete");
            case CorruptRecordException:
                LogUnexpected(logger, exception.GetType().Name, StackTraces.Of(exception));
                return SpineError.InternalServerError.Because("The stored data cannot build a valid resource");
            default:
                // Messages of exceptions may quote data, so only what LoggedException allows and the stack trace are logged.
                LogUnexpected(logger, LoggedException.Of(exception), StackTraces.Of(exception));
                return SpineError.InternalServerError.Because("Unexpected failure; it has been logged");
        }
    }

    private async ValueTask<bool> TryAppendAsync(AuditEntry entry)
    {
        try
        {
            await trail.AppendAsync(entry);
            return true;
        }
        catch (StoreFullException)
        {
            // Logged once when the disk became full: a line for each request would fill it further.
            return false;
        }
        catch (Exception exception)
        {
            LogUnexpected(logger, LoggedException.Of(exception), StackTraces.Of(exception));
            return false;
        }
    }

    [LoggerMessage(EventId = EventIds.StoreOrRecordError, Level = LogLevel.Error, Message = "{Error}")]
    private static partial void LogUnavailable(ILogger logger, string error);

    [LoggerMessage(EventId = EventIds.RequestFailed, Level = LogLevel.Error, Message = "Unexpected {Exception} at {StackTrace}")]
    private static partial void LogUnexpected(ILogger logger, string exception, string? stackTrace);
}
