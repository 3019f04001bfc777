using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace GpConnect.Harness;

/// <summary>One connection of an open load, with at most one request in progress; it is reopened when the server closes it.</summary>
internal sealed class OpenConnection(IPEndPoint endpoint) : IDisposable
{
    /// <summary>Represents the status of a request whose connection was closed.</summary>
    public const int Closed = 0;

    private readonly byte[] request = new byte[16 * 1024];
    private readonly byte[] response = new byte[64 * 1024];
    private int received;

    public Socket Socket { get; private set; } = Connect(endpoint);

    /// <summary>The workload of the request in progress; null when the connection is idle.</summary>
    public Workload? Workload { get; private set; }

    /// <summary>When the request was due, even if it was sent later.</summary>
    public TimeSpan Due { get; private set; }

    public void Send(RequestFactory factory, TimeSpan due)
    {
        (Workload, Due, received) = (factory.Workload, due, 0);
        var length = factory.Write(request);
        if (Socket.Send(request.AsSpan(0, length), SocketFlags.None, out var error) != length && error == SocketError.Success)
        {
            throw new InvalidOperationException("The socket's buffer is full.");
        }
    }

    /// <summary>Reads the received bytes; returns the status once the answer is complete, null before that.</summary>
    public int? Receive()
    {
        var count = Socket.Receive(response.AsSpan(received), SocketFlags.None, out var error);
        if (count == 0 || error != SocketError.Success)
        {
            Socket.Dispose();
            Socket = Connect(endpoint);
            return Closed;
        }

        received += count;
        return Status(response.AsSpan(0, received));
    }

    public void Finish() => Workload = null;

    public void Dispose() => Socket.Dispose();

    private static Socket Connect(IPEndPoint endpoint)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(endpoint);
        socket.Blocking = false;
        return socket;
    }

    private static int? Status(ReadOnlySpan<byte> answer)
    {
        var headEnd = answer.IndexOf("\r\n\r\n"u8);
        return headEnd >= 0 && answer.Length >= headEnd + 4 + NumberAfter(answer, "\r\nContent-Length: "u8) ? NumberAfter(answer, "HTTP/1.1 "u8) : null;
    }

    private static int NumberAfter(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> name) =>
        answer.IndexOf(name) is >= 0 and var at && Utf8Parser.TryParse(answer[(at + name.Length)..], out int number, out _) ? number : 0;
}
