using System.Diagnostics.Tracing;
using System.Globalization;
using GpConnect.Foundations.Observability;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace GpConnect.Harness;

/// <summary>
/// The cache misses of a running provider since its start. They are its own counters, read from outside as <c>dotnet-counters</c>
/// does, and the system's count of file reads, which happen when SQLite no longer caches a page. No listener is active between two
/// readings, so that counting does not slow the measured requests.
/// </summary>
/// <param name="FileReads">System calls that read a file.</param>
/// <param name="DiskBytes">Bytes read from disk because the system's memory did not hold them either.</param>
internal sealed record CacheMisses(long Claims, long Practices, long FileReads, long DiskBytes)
{
    private const string ClaimsCounter = "gpconnect.claims.misses";
    private const string PracticesCounter = "gpconnect.practices.misses";

    /// <summary>The keyword of <c>System.Diagnostics.Metrics</c> for time series values.</summary>
    private const long TimeSeriesValues = 2;

    public static CacheMisses Of(int process)
    {
        var counters = Counters(process);
        return new CacheMisses(counters[ClaimsCounter], counters[PracticesCounter], Io(process, "syscr"), Io(process, "read_bytes"));
    }

    /// <summary>The misses since an earlier reading, over a number of requests, as text.</summary>
    public string Since(CacheMisses before, long calls) => string.Create(
        CultureInfo.InvariantCulture,
        $"of {calls} calls: {Claims - before.Claims} claims, {Practices - before.Practices} practices, {(double)(FileReads - before.FileReads) / calls:F2} file reads a call, {(DiskBytes - before.DiskBytes) / 1024} KB from disk");

    private static Dictionary<string, long> Counters(int process)
    {
        var id = Guid.NewGuid().ToString();
        var provider = new EventPipeProvider("System.Diagnostics.Metrics", EventLevel.Informational, TimeSeriesValues, new Dictionary<string, string>
        {
            ["SessionId"] = id,
            ["Metrics"] = $@"{Telemetry.Name}\{ClaimsCounter},{Telemetry.Name}\{PracticesCounter}",
            ["RefreshInterval"] = "0.1",
        });
        using var session = new DiagnosticsClient(process).StartEventPipeSession([provider], requestRundown: false);
        using var source = new EventPipeEventSource(session.EventStream);
        var values = new Dictionary<string, long>();
        source.Dynamic.All += data =>
        {
            if (data.EventName != "CounterRateValuePublished" || !id.Equals(data.PayloadByName("sessionId")))
            {
                return;
            }

            values[(string)data.PayloadByName("instrumentName")] = long.Parse((string)data.PayloadByName("value"), CultureInfo.InvariantCulture);
            if (values.Count == 2)
            {
                _ = session.StopAsync(CancellationToken.None);
            }
        };
        source.Process();
        return values;
    }

    private static long Io(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/io").Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(name.Length + 1), CultureInfo.InvariantCulture);
    }
}
