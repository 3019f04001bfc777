namespace GpConnect.Functions.Demographics.PdsFhir;

/// <summary>What became of one request to PDS.</summary>
/// <param name="RepeatAfter">When the request may be sent once more; null for never.</param>
internal sealed record Attempt(PdsAnswer Answer, TimeSpan? RepeatAfter = null)
{
    public const string OutOfTime = "no answer of PDS within the time limit";

    /// <summary>Kept back by our own limit.</summary>
    public static Attempt HeldBack { get; } = Failed("more look-ups than the agreed rate of requests") with { SaysNothing = true };

    /// <summary>Ended by a caller that hung up.</summary>
    public static Attempt Abandoned { get; } = Failed("the caller has gone") with { SaysNothing = true };

    /// <summary>Whether it ended for reasons that are not PDS's.</summary>
    public bool SaysNothing { get; private init; }

    /// <summary>Whether PDS has refused the token.</summary>
    public bool IsUnauthorized { get; init; }

    public static Attempt Failed(string reason, TimeSpan? repeatAfter = null) => new(new PdsAnswer.Unavailable(reason), repeatAfter);
}
