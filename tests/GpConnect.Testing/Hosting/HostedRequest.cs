using System.Net.Sockets;
using System.Text;

namespace GpConnect.Testing.Hosting;

/// <summary>A request that passes through a Functions host: as it was sent, except for the headers that the host changes.</summary>
internal sealed class HostedRequest
{
    private readonly List<string> head;
    private readonly byte[] body;

    private HostedRequest(List<string> head, byte[] body)
    {
        this.head = head;
        this.body = body;
    }

    public string Verb => head[0].Split(' ')[0];

    public string Path => head[0].Split(' ')[1].Split('?')[0];

    public static async Task<HostedRequest> ReadAsync(NetworkStream stream)
    {
        using var bytes = new MemoryStream();
        while (true)
        {
            var received = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
            if (received.IndexOf("\r\n\r\n"u8) is > 0 and var headEnd)
            {
                var head = Encoding.Latin1.GetString(received[..headEnd]).Split("\r\n").ToList();
                var body = received[(headEnd + 4)..];
                if (IsComplete(head, body))
                {
                    return new HostedRequest(head, body.ToArray());
                }
            }

            var buffer = new byte[64 * 1024];
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
            {
                throw new IOException("The caller closed the connection");
            }

            bytes.Write(buffer, 0, count);
        }
    }

    public byte[] For(int handlerPort, Guid invocation)
    {
        var host = Header(head, "Host");
        string[] lines =
        [
            .. head.Where(line => !line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)),
            $"Host: 127.0.0.1:{handlerPort}",
            "X-Forwarded-For: 203.0.113.7",
            $"X-Forwarded-Host: {host}",
            "X-Forwarded-Proto: https",
            "X-Azure-Functions-HostVersion: 4.0.0",
            $"X-Azure-Functions-InvocationId: {invocation}",
            $"x-ms-invocation-id: {invocation}",
        ];
        return [.. Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"), .. body];
    }

    private static bool IsComplete(List<string> head, ReadOnlySpan<byte> body) =>
        Header(head, "Transfer-Encoding") is null
            ? body.Length == int.Parse(Header(head, "Content-Length") ?? "0", System.Globalization.CultureInfo.InvariantCulture)
            : body.EndsWith("0\r\n\r\n"u8);

    private static string? Header(List<string> head, string name) =>
        head.Find(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..];
}
