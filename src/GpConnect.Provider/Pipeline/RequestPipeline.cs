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
/// The way of a request: the checks, the interaction, the audit trail, the answer. The audit entry is durable before the
/// first byte of the answer leaves; when it cannot be written, the call fails.
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
        var audit = new CallAudit(context.Request, clock);
        using var span = telemetry.Start(context.Request);
        var answer = await ServeAsync(context, target, audit);
        telemetry.Finish(span, context.Request, audit, answer);
        requestLog.Write(context.Request, audit, answer.Status);
        if (draining.HasBegun)
        {
            context.Response.Headers.Connection = "close";
        }

        await answer.SendAsync(context);
    }

    /// <summary>The request's place is free before the answer is sent: somebody who reads slowly must not keep others out.</summary>
    private async ValueTask<Answer> ServeAsync(HttpContext context, RequestTarget target, CallAudit audit)
    {
        using var admission = await AdmitAsync(context.Request);
        var answer = admission.Refusal is { } refusal ? Refuse(context.Request, target, audit, refusal) : await AnswerAsync(context, target, audit);
        if (audit.IsCommitted || await TryAppendAsync(audit.Finish(answer.Status)))
        {
            return answer;
        }

        audit.Failure = SpineError.InternalServerError.Because("The audit trail cannot be written");
        return Answer.To(context.Request, target, audit.Failure);
    }

    private ValueTask<Admission> AdmitAsync(HttpRequest request) => draining.HasBegun
        ? new(Admission.Refused(SpineError.Overloaded.Because("This instance is stopping; try again")))
        : limits.EnterAsync(request);

    private Answer Refuse(HttpRequest request, RequestTarget target, CallAudit audit, Failure refusal)
    {
        audit.Practice = root.Find(target.Segments)?.OdsCode;
        audit.Failure = refusal;
        return Answer.To(request, target, refusal);
    }

    private async ValueTask<Answer> AnswerAsync(HttpContext context, RequestTarget target, CallAudit audit)
    {
        Failure failure;
        try
        {
            var result = await InteractAsync(context, target, audit);
            if (result.Try(out var reply, out failure!))
            {
                return reply.Composed ?? Answer.To(context.Request, target, reply, root.UrlOf(audit.Practice!));
            }
        }
        catch (Exception exception)
        {
            failure = Explain(exception, context);
        }

        audit.Failure = failure;
        return Answer.To(context.Request, target, failure);
    }

    private async ValueTask<Result<Reply>> InteractAsync(HttpContext context, RequestTarget target, CallAudit audit)
    {
        var checking = await checks.CheckAsync(context.Request, target, audit);
        return checking.Try(out var call, out var failure)
            ? await handlers.For(call.Interaction).HandleAsync(call, context.RequestAborted)
            : failure;
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
                LogUnexpected(logger, exception.GetType().Name, exception.StackTrace);
                return SpineError.InternalServerError.Because("The stored data cannot build a valid resource");
            default:
                // Messages of exceptions may quote data, so only the type and the place are logged.
                LogUnexpected(logger, LoggedFault.Of(exception), exception.StackTrace);
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
            // Told once when it began: a line for each call would fill the disk in its turn.
            return false;
        }
        catch (Exception exception)
        {
            LogUnexpected(logger, LoggedFault.Of(exception), exception.StackTrace);
            return false;
        }
    }

    [LoggerMessage(EventId = EventIds.StoreOrRecordFault, Level = LogLevel.Error, Message = "{Fault}")]
    private static partial void LogUnavailable(ILogger logger, string fault);

    [LoggerMessage(EventId = EventIds.RequestFailed, Level = LogLevel.Error, Message = "Unexpected {Exception} at {StackTrace}")]
    private static partial void LogUnexpected(ILogger logger, string exception, string? stackTrace);
}
