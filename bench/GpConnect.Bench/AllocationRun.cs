using System.Globalization;
using System.Net;
using GpConnect.Cli.Hosting;
using GpConnect.Foundations.Settings;
using GpConnect.Hosting;
using GpConnect.Provider.Hosting;

namespace GpConnect.Harness;

/// <summary>
/// Measures what the provider allocates per request. The provider runs in this process, and the allocations of the thread that sends
/// the requests are subtracted. One request at a time.
/// </summary>
internal static class AllocationRun
{
    private const int Calls = 20_000;

    public static async Task<int> RunAsync(string workload, string patients)
    {
        var (settings, _) = SettingsReader.Read(KnownSettings.Names, Environment.GetEnvironmentVariables());
        await using var app = StandaloneHost.Build(settings);
        await app.StartAsync();
        var connection = new LoadConnection(new IPEndPoint(IPAddress.Loopback, settings.Get<EndpointOptions>().Port));
        var factory = new RequestFactory(workload, int.Parse(patients, CultureInfo.InvariantCulture));
        Send(connection, factory);
        Console.WriteLine((Send(connection, factory) / Calls).ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    /// <returns>Bytes allocated by all other threads.</returns>
    private static long Send(LoadConnection connection, RequestFactory factory)
    {
        var (all, own) = (GC.GetTotalAllocatedBytes(precise: true), GC.GetAllocatedBytesForCurrentThread());
        for (var call = 0; call < Calls; call++)
        {
            connection.Send(factory);
            while (!connection.IsAnswered())
            {
            }
        }

        return GC.GetTotalAllocatedBytes(precise: true) - all - (GC.GetAllocatedBytesForCurrentThread() - own);
    }
}
