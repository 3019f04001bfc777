using System.Diagnostics.Metrics;
using System.Net;

namespace GpConnect.Functions.Storage.Cosmos;

/// <summary>The request units that each call was charged.</summary>
internal static class CosmosCharge
{
    private static readonly Meter Meter = new("GpConnect.Foundations");

    private static readonly Histogram<double> Charge = Meter.CreateHistogram<double>("gpconnect.store.charge", "{RU}", "Request units of one store call");

    public static void Record(string operation, HttpStatusCode status, double requestUnits) =>
        Charge.Record(requestUnits, KeyValuePair.Create<string, object?>("operation", operation), KeyValuePair.Create<string, object?>("status", (int)status));
}
