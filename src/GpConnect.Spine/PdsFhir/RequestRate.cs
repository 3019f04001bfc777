using System.Threading.RateLimiting;
using GpConnect.Foundations.Pds;

namespace GpConnect.Spine.PdsFhir;

/// <summary>Keeps to the request rate agreed with PDS. Waiting counts towards a look-up's time limit.</summary>
internal sealed class RequestRate(PdsOptions options) : IDisposable
{
    private readonly SlidingWindowRateLimiter limiter = new(new SlidingWindowRateLimiterOptions
    {
        PermitLimit = options.PdsRequestsPerSecond,
        Window = TimeSpan.FromSeconds(1),
        SegmentsPerWindow = 10,

        // A later caller would wait longer than a look-up is allowed to take.
        QueueLimit = options.PdsRequestsPerSecond * options.PdsTimeoutSeconds,
    });

    /// <returns>False when the request cannot be sent in time.</returns>
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
