using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GpConnect.Foundations.Observability;

/// <summary>
/// What spans and measurements are made with. The source is not a service of its own: ASP.NET Core would take it for its
/// requests' activities, and those carry the caller's trace state.
/// </summary>
internal sealed class Instruments(IMeterFactory meters) : IDisposable
{
    public ActivitySource Source { get; } = new(Telemetry.Name, ProductVersion.Text);

    public Meter Meter { get; } = meters.Create(Telemetry.Name, ProductVersion.Text);

    public void Dispose() => Source.Dispose();
}
