using System.Globalization;
using System.Net.Sockets;
using System.Text;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Server.Tests.Limits;

/// <summary>A connection that stays open, on which a test decides what is sent and when.</summary>
internal sealed class OpenConnection : IDisposable
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    private readonly TcpClient client = new();

    public static async Task<OpenConnection> ToAsync(int port)
    {
        var connection = new OpenConnection();
        await connection.client.ConnectAsync("127.0.0.1", port);
        return connection;
    }

    /// <returns>Null when the server closes the connection before the client has seen that it is open.</returns>
    public static async Task<OpenConnection?> AttemptAsync(int port)
    {
        try
        {
            return await ToAsync(port);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>Sends all but the last 100 bytes of a registration, which is in progress until they arrive.</summary>
    /// <returns>The connection and the last 100 bytes.</returns>
    public static async Task<(OpenConnection Connection, byte[] End)> ToUnfinishedAsync(int port, ApiRequest registration)
    {
        var bytes = registration.ToBytes(TimeProvider.System.GetUtcNow(), port);
        var connection = await ToAsync(port);
        await connection.SendAsync(bytes.AsMemory(0, bytes.Length - 100));
        return (connection, bytes[^100..]);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await client.GetStream().WriteAsync(bytes);

    /// <summary>Sends to a server that may have closed the connection, and ignores the failure.</summary>
    public async Task SendQuietlyAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await SendAsync(bytes);
        }
        catch (IOException)
        {
            // The server has closed the connection.
        }
    }

    /// <summary>Sends a request without <c>Connection: close</c>.</summary>
    public Task SendAsync(ApiRequest request, int port) => SendAsync(KeepAlive(request, port));

    /// <summary>Sends a request many times without waiting for answers.</summary>
    public async Task SendManyAsync(ApiRequest request, int port, int times)
    {
        var bytes = KeepAlive(request, port);
        for (var time = 0; time < times; time++)
        {
            await SendQuietlyAsync(bytes);
        }
    }

    /// <summary>Reads one answer, which must have a <c>Content-Length</c>.</summary>
    public async Task<ApiResponse> ReadAsync()
    {
        using var timeout = new CancellationTokenSource(WaitLimit);
        using var head = new MemoryStream();
        var one = new byte[1];
        while (!head.GetBuffer().AsSpan(0, (int)head.Length).EndsWith("\r\n\r\n"u8))
        {
            await client.GetStream().ReadExactlyAsync(one, timeout.Token);
            head.Write(one);
        }

        var body = new byte[int.Parse(RawResponse.Parse(head.ToArray()).Header("Content-Length")!, CultureInfo.InvariantCulture)];
        await client.GetStream().ReadExactlyAsync(body, timeout.Token);
        return new ApiResponse(RawResponse.Parse([.. head.ToArray(), .. body]));
    }

    /// <summary>Reads until the server closes the connection, and returns what was received.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var timeout = new CancellationTokenSource(WaitLimit);
        using var bytes = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(bytes, timeout.Token);
        }
        catch (IOException)
        {
            // A reset closes the connection too.
        }

        return bytes.ToArray();
    }

    public void Dispose() => client.Dispose();

    private static byte[] KeepAlive(ApiRequest request, int port) => Encoding.Latin1.GetBytes(
        Encoding.Latin1.GetString(request.ToBytes(TimeProvider.System.GetUtcNow(), port)).Replace("Connection: close\r\n", "", StringComparison.Ordinal));
}
