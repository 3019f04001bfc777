using GpConnect.Foundations.Pds;

namespace GpConnect.Spine.PdsFhir;

/// <summary>One look-up in PDS with its requests, which share an id (spine-clients.md §1.3).</summary>
/// <param name="StartedAt">Timestamp of the clock at the start of the time limit.</param>
/// <param name="Caller">Cancelled when the caller has gone.</param>
internal sealed record LookUp(PdsQuery Query, long StartedAt, CancellationToken Caller)
{
    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>The trace id if it is a UUID; otherwise null, because a consumer may write anything there.</summary>
    public string? CorrelationId { get; } = Guid.TryParseExact(Query.TraceId, "D", out _) ? Query.TraceId : null;

    /// <summary>Requests so far.</summary>
    public int Attempts { get; set; }
}
