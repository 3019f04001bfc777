using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GpConnect.Harness;

/// <summary>
/// A load at a fixed rate, whatever the server does. Each request has a time at which it is due, and its latency counts from then.
/// Waiting for a free connection or for this thread counts as it would for a real caller, so that a stalling server cannot hide its
/// delays (coordinated omission). One thread and one select for all connections.
/// </summary>
internal sealed class OpenLoad : IDisposable
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(10);

    private readonly LoadMix mix;
    private readonly double rate;
    private readonly Queue<OpenConnection> free;
    private readonly Dictionary<Socket, OpenConnection> connections;
    private readonly Stopwatch clock = new();
    private long sent;
    private TimeSpan end;

    public OpenLoad(int port, LoadMix mix, double rate, int connections)
    {
        this.mix = mix;
        this.rate = rate;
        var endpoint = new IPEndPoint(IPAddress.Loopback, port);
        free = new Queue<OpenConnection>(Enumerable.Range(0, connections).Select(_ => new OpenConnection(endpoint)));
        this.connections = free.ToDictionary(connection => connection.Socket);
    }

    private TimeSpan NextDue => TimeSpan.FromSeconds(sent / rate);

    private int UnderWay => connections.Count - free.Count;

    public static int Run(string port, string mix, string rate, string connections, string seconds, string patients, string practices, string firstPerson)
    {
        var time = TimeSpan.FromSeconds(Number(seconds));
        var population = new Population(Number(patients), Number(practices));
        using var load = new OpenLoad(Number(port), new LoadMix(mix, population, Number(firstPerson)), Number(rate), Number(connections));
        load.Run(time / 5);
        var figures = load.Run(time);
        load.Drain(figures);
        Console.WriteLine(figures);
        return 0;
    }

    /// <summary>Continues the load for a period. Requests in progress at its end count in the next period.</summary>
    public LoadFigures Run(TimeSpan time)
    {
        var figures = new LoadFigures();
        clock.Start();
        end += time;
        while (clock.Elapsed < end)
        {
            Step(figures, end);
        }

        figures.EndAfter(time);
        return figures;
    }

    /// <summary>Sends the requests that are still due and waits for all answers, whose latencies count too.</summary>
    public void Drain(LoadFigures figures)
    {
        var deadline = end + WaitLimit;
        while ((NextDue < end || UnderWay > 0) && clock.Elapsed < deadline)
        {
            Step(figures, deadline);
        }

        var unsent = NextDue < end ? (long)((end - NextDue).TotalSeconds * rate) : 0;
        figures.AddErrors("unanswered", UnderWay + unsent);
    }

    public void Dispose()
    {
        foreach (var connection in connections.Values)
        {
            connection.Dispose();
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private void Step(LoadFigures figures, TimeSpan deadline)
    {
        while (free.Count > 0 && NextDue < end && NextDue <= clock.Elapsed)
        {
            free.Dequeue().Send(mix.Next(), NextDue);
            sent++;
        }

        var ready = connections.Keys.ToList();
        Socket.Select(ready, null, null, Idle(deadline));
        foreach (var socket in ready)
        {
            Receive(socket, connections[socket], figures);
        }
    }

    /// <summary>How long to wait for answers: until the next request can be sent, or the deadline.</summary>
    private TimeSpan Idle(TimeSpan deadline)
    {
        var next = free.Count > 0 && NextDue < end ? NextDue : deadline;
        return TimeSpan.FromTicks(Math.Max(0, (next - clock.Elapsed).Ticks));
    }

    private void Receive(Socket socket, OpenConnection connection, LoadFigures figures)
    {
        if (connection.Receive() is not { } status)
        {
            return;
        }

        if (status == OpenConnection.Closed)
        {
            connections.Remove(socket);
            connections.Add(connection.Socket, connection);
        }

        // The server may have closed an idle connection, which has no request in progress.
        if (connection.Workload is { } workload)
        {
            figures.Add(workload, status, clock.Elapsed - connection.Due);
            connection.Finish();
            free.Enqueue(connection);
        }
    }
}
