using System.Diagnostics.Metrics;

namespace GpConnect.Foundations.Observability;

/// <summary>Metrics that only a store itself can report.</summary>
internal sealed class StoreMetrics(Instruments instruments)
{
    private readonly Histogram<double> charge = instruments.Meter
        .CreateHistogram("gpconnect.store.charge", "{RU}", "Request units that a call to the store was charged", null, Telemetry.Charges);

    private readonly Counter<long> setAside = instruments.Meter
        .CreateCounter<long>("gpconnect.outbox.set_aside", "{entry}", "Audit entries in the outbox that cannot be made into a record");

    public void CountSetAside() => setAside.Add(1);

    /// <param name="operation">A name from a closed set, never an id.</param>
    /// <param name="status">The status of the store's response, including refusals such as 429.</param>
    public void RecordCharge(string operation, int status, double requestUnits)
    {
        if (charge.Enabled)
        {
            charge.Record(requestUnits, KeyValuePair.Create(Telemetry.Operation, (object?)operation), KeyValuePair.Create(Telemetry.StoreStatus, (object?)status));
        }
    }
}
