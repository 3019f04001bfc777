using GpConnect.Foundations.Pds;
using GpConnect.Spine.Connections;

namespace GpConnect.Spine.PdsFhir;

/// <summary>The outcome of one request to PDS.</summary>
/// <param name="RepeatAfter">The wait before the request may be repeated; null when it may not.</param>
internal sealed record Attempt(PdsResponse Answer, TimeSpan? RepeatAfter = null)
{
    public const string Malformed = "malformed answer from PDS";
    public const string OutOfTime = "no answer from PDS within the time limit";

    /// <summary>Not sent because of our own rate limit.</summary>
    public static Attempt HeldBack { get; } = NotSent("more look-ups than the agreed rate of requests");

    /// <summary>Ended because the caller hung up.</summary>
    public static Attempt Abandoned { get; } = NotSent("the caller has gone");

    /// <summary>PDS answered with a record that must not be relied on. That is not a failure of the service.</summary>
    public static Attempt Unreliable { get; } = Failed(Malformed) with { Sign = PdsSign.Answer };

    /// <summary>What the attempt says about PDS.</summary>
    public PdsSign Sign { get; init; } = Answer is PdsResponse.Unavailable ? PdsSign.Silence : PdsSign.Answer;

    /// <summary>Whether PDS has refused the token.</summary>
    public bool IsUnauthorized { get; init; }

    /// <summary>An attempt that ended for a reason that says nothing about PDS.</summary>
    public static Attempt NotSent(string reason) => Failed(reason) with { Sign = PdsSign.None };

    public static Attempt Failed(string reason, TimeSpan? repeatAfter = null) => new(new PdsResponse.Unavailable(reason), repeatAfter);
}
