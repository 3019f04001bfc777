using System.Diagnostics.Metrics;

namespace GpConnect.Foundations.Observability;

/// <summary>What a store itself knows about its calls, and nobody outside can measure.</summary>
internal sealed class StoreMetrics(Instruments instruments)
{
    private readonly Histogram<double> charge = instruments.Meter
        .CreateHistogram("gpconnect.store.charge", "{RU}", "Request units that a call to the store was charged", null, Telemetry.Charges);

    private readonly Counter<long> setAside = instruments.Meter
        .CreateCounter<long>("gpconnect.outbox.set_aside", "{entry}", "Audit entries in the outbox that no record can be made of");

    public void CountSetAside() => setAside.Add(1);

    /// <param name="operation">A name from a closed set, never an id.</param>
    /// <param name="status">The status that the store answered with, refusals such as 429 included.</param>
    public void RecordCharge(string operation, int status, double requestUnits)
    {
        if (charge.Enabled)
        {
            charge.Record(requestUnits, KeyValuePair.Create(Telemetry.Operation, (object?)operation), KeyValuePair.Create(Telemetry.StoreStatus, (object?)status));
        }
    }
}
