using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Observability;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Observability;

/// <summary>
/// Writes a line for each request on a developer's console: verb, route template, status, Spine error code and trace id. It never
/// holds a path, an identifier or a token. It is written on loopback only, and only if <c>GPCONNECT_LOGLEVEL</c> asks for it.
/// </summary>
internal sealed partial class RequestLog(ILogger<RequestLog> logger)
{
    private const string Unknown = "-";

    /// <summary>Longest trace id that is shown, in characters; a UUID has 36.</summary>
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

    /// <summary>The trace id if it has the form of one; otherwise the caller may have put other data into the header by mistake.</summary>
    private static string TraceId(IHeaderDictionary headers) =>
        headers[SspHeaders.TraceIdName] is [{ Length: > 0 and <= MaximumTraceId } id] && id.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            ? Redacted.Id(id)
            : Unknown;

    [LoggerMessage(EventId = EventIds.Request, Level = LogLevel.Information, Message = "{Verb} {Template} {Status} {Code} trace {TraceId}")]
    private static partial void LogRequest(ILogger logger, string verb, string template, int status, string code, string traceId);
}
