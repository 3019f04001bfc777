using System.Globalization;
using System.Net;
using GpConnect.Cli.Hosting;
using GpConnect.Foundations.Settings;
using GpConnect.Functions;
using GpConnect.Provider.Hosting;

namespace GpConnect.Harness;

/// <summary>
/// What the provider allocates for a call: it runs in this process, and what the thread that sends the requests allocates is
/// taken off. One call at a time.
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

    /// <summary>Bytes that were allocated by all other threads.</summary>
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
