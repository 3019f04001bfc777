using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GpConnect.Harness;

/// <summary>
/// A closed-loop load on keep-alive connections: one thread, non-blocking sockets and one poll for all of them, so that the generator
/// needs far less processor time than the server. Every answer must be a 200.
/// </summary>
internal static class LoadRun
{
    /// <param name="firstPerson">How many of the <see cref="People"/> are already registered.</param>
    /// <param name="process">Id of the provider's process, whose cache misses are also reported.</param>
    public static int Run(string port, string workload, string connections, string seconds, string patients, string firstPerson = "0", string? process = null)
    {
        var missesBefore = process is null ? null : CacheMisses.Of(Number(process));
        var factory = new RequestFactory(Workload.Named(workload), new Population(Number(patients)), People.Numbers().Skip(Number(firstPerson)).GetEnumerator());
        var endpoint = new IPEndPoint(IPAddress.Loopback, Number(port));
        var open = Enumerable.Range(0, Number(connections)).Select(_ => new LoadConnection(endpoint)).ToList();
        var bySocket = open.ToDictionary(connection => connection.Socket);
        var clock = Stopwatch.StartNew();
        var warm = TimeSpan.FromSeconds(Math.Max(1, Number(seconds) / 5.0));
        var end = warm + TimeSpan.FromSeconds(Number(seconds));
        var latencies = new List<double>(1_000_000);
        var calls = (long)open.Count;
        var processor = Process.GetCurrentProcess();
        var processorAtStart = TimeSpan.Zero;
        open.ForEach(connection => connection.Send(factory));
        while (clock.Elapsed < end)
        {
            var ready = bySocket.Keys.ToList();
            Socket.Select(ready, null, null, 1_000_000);
            foreach (var socket in ready)
            {
                var connection = bySocket[socket];
                if (!connection.Receive())
                {
                    continue;
                }

                if (clock.Elapsed > warm)
                {
                    if (latencies.Count == 0)
                    {
                        processorAtStart = processor.TotalProcessorTime;
                    }

                    latencies.Add(connection.Milliseconds);
                }

                connection.Send(factory);
                calls++;
            }
        }

        // Closing connections before their answers would be a different kind of load.
        open.ForEach(connection => SpinWait.SpinUntil(connection.IsAnswered));
        processor.Refresh();
        var busy = (processor.TotalProcessorTime - processorAtStart) / (end - warm);
        var misses = missesBefore is null ? "" : $", misses {CacheMisses.Of(Number(process!)).Since(missesBefore, calls)}";
        Report(latencies, end - warm, busy, misses);
        return 0;
    }

    private static void Report(List<double> latencies, TimeSpan time, double busy, string misses)
    {
        latencies.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{latencies.Count / time.TotalSeconds:F0} requests/s, p50 {At(latencies, 0.5):F2} ms, p99 {At(latencies, 0.99):F2} ms, generator busy {busy:P0}{misses}"));
    }

    private static double At(List<double> sorted, double share) => sorted[(int)((sorted.Count - 1) * share)];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>One connection with at most one request in progress.</summary>
internal sealed class LoadConnection
{
    private readonly byte[] request = new byte[8192];
    private readonly byte[] response = new byte[65536];
    private int received;
    private long sent;

    public LoadConnection(IPEndPoint endpoint)
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(endpoint);
        Socket.Blocking = false;
    }

    public Socket Socket { get; }

    public double Milliseconds { get; private set; }

    public void Send(RequestFactory factory)
    {
        received = 0;
        sent = Stopwatch.GetTimestamp();
        var length = factory.Write(request);
        if (Socket.Send(request.AsSpan(0, length)) != length)
        {
            throw new InvalidOperationException("The socket's buffer is full.");
        }
    }

    /// <summary>Waits for more of the answer; true when it is complete.</summary>
    public bool IsAnswered() => Socket.Poll(-1, SelectMode.SelectRead) && Receive();

    /// <summary>Reads the received bytes; true when the answer is complete.</summary>
    public bool Receive()
    {
        var count = Socket.Receive(response.AsSpan(received));
        if (count == 0)
        {
            throw new InvalidOperationException("The server closed the connection.");
        }

        received += count;
        var answer = response.AsSpan(0, received);
        var headEnd = answer.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0 || received < headEnd + 4 + ContentLength(answer[..headEnd]))
        {
            return false;
        }

        if (!answer.StartsWith("HTTP/1.1 200 "u8))
        {
            throw new InvalidOperationException($"Not a 200: {Encoding.UTF8.GetString(answer)}");
        }

        Milliseconds = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
        return true;
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var name = "Content-Length: "u8;
        var at = head.IndexOf(name);
        var digits = head[(at + name.Length)..];
        var lineEnd = digits.IndexOf("\r\n"u8);
        return int.Parse(lineEnd < 0 ? digits : digits[..lineEnd], CultureInfo.InvariantCulture);
    }
}
