using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Observability;

namespace GpConnect.Provider.Observability;

/// <summary>Measures the time that a durable audit entry costs each request.</summary>
internal sealed class MeasuredAuditTrail(IAuditTrail trail, DependencyMeter meter) : IAuditTrail
{
    public async ValueTask AppendAsync(AuditEntry entry)
    {
        using var call = meter.Start("append");
        await trail.AppendAsync(entry);
        call?.Outcome = "ok";
    }
}
