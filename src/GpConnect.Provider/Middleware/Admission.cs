using System.Threading.RateLimiting;
using GpConnect.Foundations.Errors;

namespace GpConnect.Provider.Middleware;

/// <summary>Whether a request may be processed. Disposing of it frees the slots that it holds.</summary>
/// <param name="Refusal">Why the request is refused; null when it is admitted.</param>
/// <param name="OfCaller">The slot within the limit of the caller.</param>
/// <param name="OfAll">The slot within the limit of all requests.</param>
internal readonly record struct Admission(Failure? Refusal, RateLimitLease? OfCaller, RateLimitLease? OfAll) : IDisposable
{
    public static Admission Refused(Failure refusal) => new(refusal, null, null);

    public void Dispose()
    {
        OfAll?.Dispose();
        OfCaller?.Dispose();
    }
}
