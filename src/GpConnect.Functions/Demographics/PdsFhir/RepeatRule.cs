using System.Net.Http.Headers;
using GpConnect.Functions.Hosting;

namespace GpConnect.Functions.Demographics.PdsFhir;

/// <summary>When a request is sent once more (spine-clients.md §1.6): only where a moment later may help and the time limit leaves room for it.</summary>
internal sealed class RepeatRule(ProviderOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>What the repeated request itself may need.</summary>
    private static readonly TimeSpan Room = TimeSpan.FromSeconds(1);

    private readonly TimeSpan limit = TimeSpan.FromSeconds(options.PdsTimeoutSeconds);

    public TimeSpan? AfterPause(LookUp lookUp) => IfInTime(Pause + Pause * Random.Shared.NextDouble(), lookUp);

    public TimeSpan? After(int status, RetryConditionHeaderValue? retryAfter, LookUp lookUp)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            // At once: it is the token that is exchanged meanwhile.
            return TimeSpan.Zero;
        }

        if (!ErrorMapping.MayPass(status))
        {
            return null;
        }

        var asked = retryAfter?.Delta ?? retryAfter?.Date - clock.GetUtcNow();
        return asked is null ? AfterPause(lookUp) : IfInTime(asked.Value > TimeSpan.Zero ? asked.Value : TimeSpan.Zero, lookUp);
    }

    private TimeSpan? IfInTime(TimeSpan wait, LookUp lookUp) =>
        wait + Room <= limit - clock.GetElapsedTime(lookUp.StartedAt) ? wait : null;
}
