using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GpConnect.Harness;

/// <summary>Starts a server, and measures the time until it answers a read of a Patient with 200.</summary>
internal static class StartRun
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    public static int Run(string port, string executable, string[] arguments)
    {
        var factory = new RequestFactory("read", patients: 1);
        var endpoint = new IPEndPoint(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
        var start = new ProcessStartInfo(executable, arguments) { Environment = { ["GPCONNECT_PORT"] = port } };
        var clock = Stopwatch.StartNew();
        using var provider = Process.Start(start)!;
        try
        {
            var connection = Connect(endpoint, clock);
            connection.Send(factory);
            while (!connection.IsAnswered())
            {
            }

            Console.WriteLine(clock.Elapsed.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture));
        }
        finally
        {
            provider.Kill();
            provider.WaitForExit();
        }

        return 0;
    }

    private static LoadConnection Connect(IPEndPoint endpoint, Stopwatch clock)
    {
        while (true)
        {
            try
            {
                return new LoadConnection(endpoint);
            }
            catch (SocketException) when (clock.Elapsed < WaitLimit)
            {
                Thread.Sleep(2);
            }
        }
    }
}
