using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Records;
using GpConnect.Provider.Observability;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Middleware;

/// <summary>
/// Writes the audit entry of the request; if it cannot be written, the request fails. A change has already been committed together
/// with its entry.
/// </summary>
internal sealed partial class AuditMiddleware(RequestDelegate next, IAuditTrail trail, ILogger<AuditMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var state = RequestState.Of(context);
        await next(context);
        if (!state.Outcome.IsAudited && !await TryAppendAsync(state.Audit.Entry(state.Outcome)))
        {
            state.Fail(SpineError.InternalServerError.Because("The audit trail cannot be written"));
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

    [LoggerMessage(EventId = EventIds.RequestFailed, Level = LogLevel.Error, Message = "Unexpected {Exception} at {StackTrace}")]
    private static partial void LogUnexpected(ILogger logger, string exception, string? stackTrace);
}
