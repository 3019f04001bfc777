using System.Threading.RateLimiting;
using GpConnect.Foundations.Errors;

namespace GpConnect.Provider.Pipeline;

/// <summary>Whether a request may be worked on. What it holds is free again when this is disposed of.</summary>
/// <param name="Refusal">Why not; null for a request that is admitted.</param>
internal readonly record struct Admission(Failure? Refusal, RateLimitLease? OfCaller, RateLimitLease? OfAll) : IDisposable
{
    public static Admission Refused(Failure refusal) => new(refusal, null, null);

    public void Dispose()
    {
        OfAll?.Dispose();
        OfCaller?.Dispose();
    }
}
