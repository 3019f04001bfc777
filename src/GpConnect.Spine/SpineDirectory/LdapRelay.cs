using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace GpConnect.Spine.SpineDirectory;

/// <summary>
/// Carries LDAP between System.DirectoryServices.Protocols, which speaks it in clear on loopback, and the server. The library's own TLS
/// cannot be used on Linux: it takes no client certificate, has no time limit for a silent server, and gives no reason for a failure.
/// </summary>
internal sealed class LdapRelay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Stream server;

    public LdapRelay(Stream server)
    {
        this.server = server;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Ended = CarryAsync();
    }

    /// <summary>The loopback port by which this process, and no other, reaches the server.</summary>
    public int Port { get; }

    /// <summary>Why the relay ended; null when one side or this process closed it.</summary>
    public Task<string?> Ended { get; }

    public void Dispose()
    {
        listener.Dispose();
        server.Dispose();
    }

    private async Task<string?> CarryAsync()
    {
        try
        {
            await using var local = new NetworkStream(await AcceptAsync(), ownsSocket: true);
            await await Task.WhenAny(local.CopyToAsync(server), server.CopyToAsync(local));
            return null;
        }
        catch (Exception exception) when (exception.GetBaseException() is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException)
        {
            return exception.GetBaseException().Message;
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>A local connection speaks under our certificate, so one from another process is refused.</summary>
    private async Task<Socket> AcceptAsync()
    {
        while (true)
        {
            var socket = await listener.AcceptSocketAsync();
            if (IsOurs(socket))
            {
                listener.Stop();
                socket.NoDelay = true;
                return socket;
            }

            socket.Dispose();
        }
    }

    /// <summary>Whether the other end is one of this process's own sockets.</summary>
    private static bool IsOurs(Socket socket)
    {
        var (near, far) = (Address(socket.RemoteEndPoint), Address(socket.LocalEndPoint));
        var row = File.ReadLines("/proc/self/net/tcp")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(cells => cells[1] == near && cells[2] == far);
        return row is not null && new DirectoryInfo("/proc/self/fd").EnumerateFiles().Any(file => file.LinkTarget == $"socket:[{row[9]}]");
    }

    /// <summary>As the kernel prints it: the address in the machine's byte order.</summary>
    private static string Address(EndPoint? endPoint)
    {
        var peer = (IPEndPoint)endPoint!;
        return string.Create(CultureInfo.InvariantCulture, $"{BitConverter.ToUInt32(peer.Address.GetAddressBytes()):X8}:{peer.Port:X4}");
    }
}
