using System.Net.Http.Headers;
using GpConnect.Foundations.Pds;

namespace GpConnect.Spine.Connections;

/// <summary>
/// When a request to PDS is repeated (spine-clients.md §1.6): only if it may succeed a moment later and the time limit leaves room for it.
/// </summary>
internal sealed class RepeatRule(PdsOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Time that the repeated request itself may need.</summary>
    private static readonly TimeSpan Room = TimeSpan.FromSeconds(1);

    private readonly TimeSpan limit = TimeSpan.FromSeconds(options.PdsTimeoutSeconds);

    /// <summary>The wait after a failure without an answer.</summary>
    /// <param name="startedAt">Timestamp of the clock at the start of the time limit.</param>
    /// <returns>Null when the time limit leaves no room.</returns>
    public TimeSpan? AfterPause(long startedAt) => IfInTime(Pause + Pause * Random.Shared.NextDouble(), startedAt);

    /// <summary>The wait after an answer.</summary>
    /// <param name="status">HTTP status of the answer.</param>
    /// <returns>Null when the request is not repeated.</returns>
    public TimeSpan? After(int status, RetryConditionHeaderValue? retryAfter, long startedAt)
    {
        if (!IsTransient(status))
        {
            return null;
        }

        return RetryDelay(retryAfter) is { } asked ? IfInTime(asked, startedAt) : AfterPause(startedAt);
    }

    /// <summary>Whether the same request may succeed a moment later.</summary>
    public static bool IsTransient(int status) => status is 408 or 425 or 429 or 500 or 502 or 503 or 504;

    /// <summary>The wait that the service asks for, at least zero; null without <c>Retry-After</c>.</summary>
    public TimeSpan? RetryDelay(RetryConditionHeaderValue? retryAfter) =>
        (retryAfter?.Delta ?? retryAfter?.Date - clock.GetUtcNow()) is { } asked ? TimeSpan.FromTicks(Math.Max(0, asked.Ticks)) : null;

    private TimeSpan? IfInTime(TimeSpan wait, long startedAt) =>
        wait + Room <= limit - clock.GetElapsedTime(startedAt) ? wait : null;
}
