using System.Threading.RateLimiting;
using GpConnect.Foundations.Errors;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Middleware;

/// <summary>
/// Limits how many requests are processed at once, for each caller and in total. As many again may wait, for a moment and
/// without their bodies being read.
/// </summary>
internal sealed class RequestLimits : IDisposable
{
    /// <summary>
    /// Callers are distinguished by a keyed hash of their ASID, because the header may hold anything and memory must not grow
    /// with it. Among fifty callers the odds are twelve to one that no two share a bucket.
    /// </summary>
    private const int Buckets = 16 * 1024;

    private static readonly TimeSpan WaitLimit = TimeSpan.FromMilliseconds(500);

    private readonly PartitionedRateLimiter<int> callers;
    private readonly PartitionedRateLimiter<int> total;
    private readonly TimeProvider clock;

    public RequestLimits(LimitOptions options, TimeProvider clock)
    {
        callers = Create(options.MaximumRequestsPerCaller);
        total = Create(options.MaximumRequests);
        this.clock = clock;
    }

    /// <summary>Waits for admission until the time limit, or until the request is aborted.</summary>
    public async ValueTask<Admission> EnterAsync(HttpRequest request)
    {
        // The caller's limit comes first, so that a caller that is over it takes no slot from the others.
        var bucket = (int)((uint)request.Headers[SspHeaders.FromName].ToString().GetHashCode(StringComparison.Ordinal) % Buckets);
        var own = await AcquireAsync(callers, bucket, request.HttpContext.RequestAborted);
        if (!own.IsAcquired)
        {
            return Admission.Refused(SpineError.TooManyRequests.Because($"The caller in {SspHeaders.FromName} has too many requests at once; try again"));
        }

        var shared = await AcquireAsync(total, 0, request.HttpContext.RequestAborted);
        if (shared.IsAcquired)
        {
            return new Admission(null, own, shared);
        }

        own.Dispose();
        return Admission.Refused(SpineError.Overloaded.Because("There are too many requests at once; try again"));
    }

    public void Dispose()
    {
        callers.Dispose();
        total.Dispose();
    }

    private static PartitionedRateLimiter<int> Create(int limit) => PartitionedRateLimiter.Create<int, int>(bucket =>
        RateLimitPartition.GetConcurrencyLimiter(bucket, _ => new ConcurrencyLimiterOptions { PermitLimit = limit, QueueLimit = limit }));

    private async ValueTask<RateLimitLease> AcquireAsync(PartitionedRateLimiter<int> limiter, int bucket, CancellationToken aborted)
    {
        var lease = limiter.AttemptAcquire(bucket);
        if (lease.IsAcquired)
        {
            return lease;
        }

        using var waitLimit = new CancellationTokenSource(WaitLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(waitLimit.Token, aborted);
        try
        {
            return await limiter.AcquireAsync(bucket, 1, either.Token);
        }
        catch (OperationCanceledException)
        {
            return lease;
        }
    }
}
