using System.Net.Http.Headers;
using GpConnect.Functions.Hosting;

namespace GpConnect.Functions.Demographics;

/// <summary>When a question to PDS is asked once more (spine-clients.md §1.6): only where a moment later may help and the time limit leaves room for it.</summary>
internal sealed class RepeatRule(ProviderOptions options, TimeProvider clock)
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
        if (status is not (408 or 429 or 500 or 502 or 503 or 504))
        {
            return null;
        }

        var asked = retryAfter?.Delta ?? retryAfter?.Date - clock.GetUtcNow();
        return asked is null ? AfterPause(startedAt) : IfInTime(asked.Value > TimeSpan.Zero ? asked.Value : TimeSpan.Zero, startedAt);
    }

    private TimeSpan? IfInTime(TimeSpan wait, long startedAt) =>
        wait + Room <= limit - clock.GetElapsedTime(startedAt) ? wait : null;
}
