using System.Threading.RateLimiting;
using GpConnect.Foundations.Pds;

namespace GpConnect.Spine.PdsFhir;

/// <summary>Keeps to the rate of requests that is agreed with PDS. Waiting is part of a look-up's time limit.</summary>
internal sealed class RequestRate(PdsOptions options) : IDisposable
{
    private readonly SlidingWindowRateLimiter limiter = new(new SlidingWindowRateLimiterOptions
    {
        PermitLimit = options.PdsRequestsPerSecond,
        Window = TimeSpan.FromSeconds(1),
        SegmentsPerWindow = 10,

        // Who comes later would wait longer than a look-up may take.
        QueueLimit = options.PdsRequestsPerSecond * options.PdsTimeoutSeconds,
    });

    /// <returns>False when it cannot be sent in time.</returns>
    public async ValueTask<bool> EnterAsync(CancellationToken cancellation)
    {
        try
        {
            using var permit = await limiter.AcquireAsync(1, cancellation);
            return permit.IsAcquired;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => limiter.Dispose();
}
