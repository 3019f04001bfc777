using System.Net.Http.Headers;
using GpConnect.Foundations.Pds;

namespace GpConnect.Spine.Connections;

/// <summary>When a question to PDS is asked once more (spine-clients.md §1.6): only where a moment later may help and the time limit leaves room for it.</summary>
internal sealed class RepeatRule(PdsOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>What the repeated request itself may need.</summary>
    private static readonly TimeSpan Room = TimeSpan.FromSeconds(1);

    private readonly TimeSpan limit = TimeSpan.FromSeconds(options.PdsTimeoutSeconds);

    /// <param name="startedAt">Timestamp of the clock when the question was first asked.</param>
    public TimeSpan? AfterPause(long startedAt) => IfInTime(Pause + Pause * Random.Shared.NextDouble(), startedAt);

    /// <param name="status">HTTP status of the answer.</param>
    public TimeSpan? After(int status, RetryConditionHeaderValue? retryAfter, long startedAt)
    {
        if (!MayPass(status))
        {
            return null;
        }

        return Asked(retryAfter) is { } asked ? IfInTime(asked, startedAt) : AfterPause(startedAt);
    }

    /// <summary>Whether a moment later the same request may be answered otherwise.</summary>
    public static bool MayPass(int status) => status is 408 or 425 or 429 or 500 or 502 or 503 or 504;

    /// <summary>How long the service asks to be left alone.</summary>
    public TimeSpan? Asked(RetryConditionHeaderValue? retryAfter) =>
        (retryAfter?.Delta ?? retryAfter?.Date - clock.GetUtcNow()) is { } asked ? TimeSpan.FromTicks(Math.Max(0, asked.Ticks)) : null;

    private TimeSpan? IfInTime(TimeSpan wait, long startedAt) =>
        wait + Room <= limit - clock.GetElapsedTime(startedAt) ? wait : null;
}
