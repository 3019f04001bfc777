using System.Globalization;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Pds;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>Queries PDS through the Spine Mini Services (spine-clients.md §2): HL7 version 3 over SOAP and mutual TLS.</summary>
internal sealed partial class SmspGateway(
    SmspClient client, SmspRequest request, SmspOptions options, TimeProvider clock, ILogger<SmspGateway> logger) : IPdsGateway
{
    public async ValueTask<PdsResponse> RetrieveAsync(PdsQuery query, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var messageId = Guid.NewGuid();
        var (answer, code) = await AskAsync(messageId, query, cancellation);
        var milliseconds = Math.Round(clock.GetElapsedTime(started).TotalMilliseconds, 1);
        if (answer is PdsResponse.Unavailable { Reason: var reason })
        {
            LogUnavailable(logger, messageId, reason, code, milliseconds);
        }
        else
        {
            LogAnswered(logger, messageId, code, milliseconds);
        }

        return answer;
    }

    /// <returns>The answer, and the response code of the service if there is one.</returns>
    private async ValueTask<(PdsResponse Answer, string? Code)> AskAsync(Guid messageId, PdsQuery query, CancellationToken cancellation)
    {
        // Every operation needs a full birth date (§2.2).
        if (!DateOnly.TryParseExact(query.Presented.BirthDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birthDate))
        {
            return (new PdsResponse.Unavailable("birth date required"), null);
        }

        return await client.AskAsync(query.NhsNumber, request.Write(messageId, query, birthDate), cancellation) switch
        {
            SmspExchange.Answered { Reply: var reply } =>
                (SmspRules.Validate(reply, query.NhsNumber, options.SmspAcceptUnknownSensitivity), (reply as SmspResponse.Coded)?.Code),
            SmspExchange.Failed { Reason: var reason } => (new PdsResponse.Unavailable(reason), null),
            _ => throw new InvalidOperationException("An exchange is answered or has failed."),
        };
    }

    [LoggerMessage(EventId = EventIds.SmspAnswer, Level = LogLevel.Information, Message = "Spine Mini Services answered message {MessageId} with {Code} after {Milliseconds} ms")]
    private static partial void LogAnswered(ILogger logger, Guid messageId, string? code, double milliseconds);

    [LoggerMessage(EventId = EventIds.SmspFailed, Level = LogLevel.Warning, Message = "Spine Mini Services cannot be used for message {MessageId}: {Reason}; response code {Code}, after {Milliseconds} ms")]
    private static partial void LogUnavailable(ILogger logger, Guid messageId, string reason, string? code, double milliseconds);
}
