using System.Threading.RateLimiting;
using GpConnect.Foundations.Errors;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Pipeline;

/// <summary>
/// How many requests are worked on at once, of one caller and of all. As many again may wait, for a moment and without
/// their bodies being read.
/// </summary>
internal sealed class RequestLimits : IDisposable
{
    /// <summary>
    /// Callers are told apart by a keyed hash of their ASID, since anything may stand in the header and memory must not grow
    /// with it. Among fifty callers the odds are twelve to one that no two share a place.
    /// </summary>
    private const int Places = 16 * 1024;

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

    /// <summary>Waits for admission; it ends when the request does.</summary>
    public async ValueTask<Admission> EnterAsync(HttpRequest request)
    {
        // The caller first, so that one who is over the limit takes no place from the others.
        var place = (int)((uint)request.Headers[SspHeaders.FromName].ToString().GetHashCode(StringComparison.Ordinal) % Places);
        var own = await AcquireAsync(callers, place, request.HttpContext.RequestAborted);
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

    private static PartitionedRateLimiter<int> Create(int limit) => PartitionedRateLimiter.Create<int, int>(place =>
        RateLimitPartition.GetConcurrencyLimiter(place, _ => new ConcurrencyLimiterOptions { PermitLimit = limit, QueueLimit = limit }));

    private async ValueTask<RateLimitLease> AcquireAsync(PartitionedRateLimiter<int> limiter, int place, CancellationToken aborted)
    {
        var lease = limiter.AttemptAcquire(place);
        if (lease.IsAcquired)
        {
            return lease;
        }

        using var waitLimit = new CancellationTokenSource(WaitLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(waitLimit.Token, aborted);
        try
        {
            return await limiter.AcquireAsync(place, 1, either.Token);
        }
        catch (OperationCanceledException)
        {
            return lease;
        }
    }
}
