using GpConnect.Foundations.Pds;
using GpConnect.Spine.Connections;

namespace GpConnect.Spine.PdsFhir;

/// <summary>What became of one request to PDS.</summary>
/// <param name="RepeatAfter">When the request may be sent once more; null for never.</param>
internal sealed record Attempt(PdsResponse Answer, TimeSpan? RepeatAfter = null)
{
    public const string Malformed = "malformed answer of PDS";
    public const string OutOfTime = "no answer of PDS within the time limit";

    /// <summary>Kept back by our own limit.</summary>
    public static Attempt HeldBack { get; } = NotSent("more look-ups than the agreed rate of requests");

    /// <summary>Ended by a caller that hung up.</summary>
    public static Attempt Abandoned { get; } = NotSent("the caller has gone");

    /// <summary>PDS answered with a record that must not be relied on. That is no failure of the service.</summary>
    public static Attempt Odd { get; } = Failed(Malformed) with { Sign = PdsSign.Answer };

    /// <summary>What it says of PDS.</summary>
    public PdsSign Sign { get; init; } = Answer is PdsResponse.Unavailable ? PdsSign.Silence : PdsSign.Answer;

    /// <summary>Whether PDS has refused the token.</summary>
    public bool IsUnauthorized { get; init; }

    /// <summary>It ended for a reason that says nothing of PDS.</summary>
    public static Attempt NotSent(string reason) => Failed(reason) with { Sign = PdsSign.None };

    public static Attempt Failed(string reason, TimeSpan? repeatAfter = null) => new(new PdsResponse.Unavailable(reason), repeatAfter);
}
