using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Observability;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Observability;

/// <summary>
/// A line for each call on the console of a developer: verb, route template, status, Spine error code and trace id. It never
/// holds a path, an identifier or a token. Written on loopback only, and only where <c>GPCONNECT_LOGLEVEL</c> asks for it.
/// </summary>
internal sealed partial class RequestLog(ILogger<RequestLog> logger)
{
    private const string Unknown = "-";

    /// <summary>Characters of a trace id that are shown; a UUID has 36.</summary>
    private const int MaximumTraceId = 64;

    public void Write(HttpRequest request, RequestOutcome outcome)
    {
        if (!logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        var verb = request.Method is "GET" or "POST" ? request.Method : "(other verb)";
        var template = Template(request.Headers);
        var traceId = TraceId(request.Headers);
        LogRequest(logger, verb, template, outcome.Response.Status, outcome.Failure?.Error.Code ?? Unknown, traceId);
    }

    /// <summary>The template of the interaction that the caller states; the path itself may hold an identifier.</summary>
    private static string Template(IHeaderDictionary headers) =>
        headers[SspHeaders.InteractionIdName] is [{ } id] && Interaction.Find(id.Trim()) is { } interaction ? interaction.Template : "(unknown interaction)";

    /// <summary>The trace id if it has the shape of one; anything else may be whatever a caller mixed up with it.</summary>
    private static string TraceId(IHeaderDictionary headers) =>
        headers[SspHeaders.TraceIdName] is [{ Length: > 0 and <= MaximumTraceId } id] && id.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            ? Redacted.Id(id)
            : Unknown;

    [LoggerMessage(EventId = EventIds.Request, Level = LogLevel.Information, Message = "{Verb} {Template} {Status} {Code} trace {TraceId}")]
    private static partial void LogRequest(ILogger logger, string verb, string template, int status, string code, string traceId);
}
