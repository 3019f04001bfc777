using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GpConnect.Harness;

/// <summary>
/// Many hostile connections at once, in equal parts: bodies of a megabyte without their last byte, endless chunked bodies, endless
/// headers, and reads as fast as they are answered. A closed connection is opened again.
/// </summary>
internal sealed class Flood(IPEndPoint endpoint, string writeToken, string readToken)
{
    private const int Megabyte = 1024 * 1024;

    private static readonly string Root = $"/{SampleData.OdsCode}/STU3/1/gpconnect";

    private readonly ConcurrentDictionary<string, int> outcomes = new();
    private readonly byte[] filler = new byte[Megabyte];
    private readonly byte[] chunk = [.. Encoding.ASCII.GetBytes("10000\r\n"), .. new byte[0x10000], .. "\r\n"u8];

    public static async Task<int> RunAsync(string port, string connections, string seconds, string writeToken, string readToken)
    {
        var flood = new Flood(new IPEndPoint(IPAddress.Loopback, Number(port)), writeToken, readToken);
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(Number(seconds)));
        await Task.WhenAll(Enumerable.Range(0, Number(connections)).Select(index => flood.RepeatAsync(index, end.Token)));
        foreach (var (outcome, count) in flood.outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"| {outcome} | {count} |");
        }

        return 0;
    }

    private async Task RepeatAsync(int index, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var (name, send) = Kind(index);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            var outcome = "closed without an answer";
            try
            {
                await socket.ConnectAsync(endpoint, end);
                using var stream = new NetworkStream(socket);
                var sending = send(stream, end);
                outcome = await StatusAsync(stream, end);
                socket.Close();
                await sending;
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
            {
                // Closed by the server; any answer before that has been recorded.
            }
            catch (OperationCanceledException)
            {
                outcome = "still open at the end";
            }

            outcomes.AddOrUpdate($"{name} | {outcome}", 1, (_, count) => count + 1);
        }
    }

    private (string Name, Func<NetworkStream, CancellationToken, Task> Send) Kind(int index) => (index % 4) switch
    {
        0 => ("body without its last byte", (stream, end) => SendAsync(stream, $"{Post(index)}Content-Length: {Megabyte}\r\n\r\n", filler.AsMemory(1), end)),
        1 => ("endless chunked body", (stream, end) => SendChunksAsync(stream, index, end)),
        2 => ("headers without an end", (stream, end) => SendAsync(stream, $"GET {Root}/metadata HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "x"u8.ToArray(), end)),
        _ => ("read", (stream, end) => SendAsync(stream, $"GET {Root}/Patient/{SampleData.Id(0)} HTTP/1.1\r\n{Headers(index, "rest:read:patient-1", readToken)}\r\n", default, end)),
    };

    private async Task SendChunksAsync(NetworkStream stream, int index, CancellationToken end)
    {
        await SendAsync(stream, $"{Post(index)}Transfer-Encoding: chunked\r\n\r\n", default, end);
        while (true)
        {
            await stream.WriteAsync(chunk, end);
        }
    }

    private string Post(int index) =>
        $"POST {Root}/Patient/$gpc.registerpatient HTTP/1.1\r\n{Headers(index, "operation:gpc.registerpatient-1", writeToken)}Content-Type: application/fhir+json\r\n";

    /// <summary>Ten consumers, so that both the overall limit and the limit per consumer are reached.</summary>
    private static string Headers(int index, string interaction, string token) => $"""
        Host: localhost
        Ssp-TraceID: 09a01679-2564-0fb4-5129-aecc81ea2706
        Ssp-From: 20000000{index % 10:D4}
        Ssp-To: {SampleData.Asid}
        Ssp-InteractionID: urn:nhs:names:services:gpconnect:fhir:{interaction}
        Authorization: Bearer {token}

        """.ReplaceLineEndings("\r\n");

    private static async Task SendAsync(NetworkStream stream, string head, ReadOnlyMemory<byte> body, CancellationToken end)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), end);
        await stream.WriteAsync(body, end);
    }

    private static async Task<string> StatusAsync(NetworkStream stream, CancellationToken end)
    {
        var start = new byte["HTTP/1.1 200".Length];
        await stream.ReadExactlyAsync(start, end);
        return Encoding.ASCII.GetString(start.AsSpan(9));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
