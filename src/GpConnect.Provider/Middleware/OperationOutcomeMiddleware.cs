using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Records;
using GpConnect.Provider.Observability;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Middleware;

/// <summary>Makes an OperationOutcome of every exception.</summary>
internal sealed partial class OperationOutcomeMiddleware(RequestDelegate next, ILogger<OperationOutcomeMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            RequestState.Of(context).Fail(Explain(exception, context));
        }
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

    [LoggerMessage(EventId = EventIds.StoreOrRecordError, Level = LogLevel.Error, Message = "{Error}")]
    private static partial void LogUnavailable(ILogger logger, string error);

    [LoggerMessage(EventId = EventIds.RequestFailed, Level = LogLevel.Error, Message = "Unexpected {Exception} at {StackTrace}")]
    private static partial void LogUnexpected(ILogger logger, string exception, string? stackTrace);
}
