using GpConnect.Foundations.Pds;

namespace GpConnect.Spine.PdsFhir;

/// <summary>One question to PDS with its requests, which share their id (spine-clients.md §1.3).</summary>
/// <param name="Caller">Cancelled when whoever asks has gone.</param>
internal sealed record LookUp(PdsQuery Query, long StartedAt, CancellationToken Caller)
{
    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>The trace id where it is a UUID: what else a consumer writes there may be anything.</summary>
    public string? CorrelationId { get; } = Guid.TryParseExact(Query.TraceId, "D", out _) ? Query.TraceId : null;

    /// <summary>Requests so far.</summary>
    public int Attempts { get; set; }
}
