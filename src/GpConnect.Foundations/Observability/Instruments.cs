using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GpConnect.Foundations.Observability;

/// <summary>
/// The source of spans and the meter. The source is not registered as a service of its own: ASP.NET Core would then use it for the
/// activities of requests, which carry the caller's trace state.
/// </summary>
internal sealed class Instruments(IMeterFactory meters) : IDisposable
{
    public ActivitySource Source { get; } = new(Telemetry.Name, ProductVersion.Text);

    public Meter Meter { get; } = meters.Create(Telemetry.Name, ProductVersion.Text);

    public void Dispose() => Source.Dispose();
}
