using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Testing.Fuzz;

/// <summary>Bytes sent to the server, and everything that it returned.</summary>
/// <param name="Elapsed">From the first byte sent to the last received.</param>
/// <param name="IsUnfinished">Whether the server waited for more input until the caller closed its half of the connection.</param>
internal sealed partial record Exchange(byte[] Answer, TimeSpan Elapsed, bool IsUnfinished)
{
    private const int StatusStart = 9, StatusEnd = 12;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <param name="waitLimit">After this time without an answer the caller closes its half of the connection.</param>
    public static async Task<Exchange> RunAsync(int port, byte[] request, TimeSpan waitLimit)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, limit.Token);
        var start = Stopwatch.GetTimestamp();

        // A server that refuses early stops reading, so reading must not wait for writing.
        var reading = ReadAsync(socket, limit.Token);
        await SendAsync(socket, request, limit.Token);
        var isUnfinished = await Task.WhenAny(reading, Task.Delay(waitLimit, limit.Token)) != reading;
        if (isUnfinished)
        {
            socket.Shutdown(SocketShutdown.Send);
        }

        return new Exchange(await reading, Stopwatch.GetElapsedTime(start), isUnfinished);
    }

    /// <summary>The final answers; several, because the input may hold more than one request.</summary>
    public IEnumerable<RawResponse> Answers(string verb)
    {
        var rest = Answer;
        while (rest.Length > 0)
        {
            var answer = RawResponse.Parse(rest);
            var hasBody = answer.Status is >= 200 and not 304 && verb != "HEAD";
            var length = hasBody && int.TryParse(answer.Header("Content-Length"), out var known) ? Math.Min(known, answer.Body.Length) : 0;
            rest = answer.Body[length..];
            if (answer.Status >= 200)
            {
                yield return answer with { Body = answer.Body[..length] };
            }
        }
    }

    /// <summary>Status of the first answer and its diagnostics up to a digit: what answers with one cause have in common.</summary>
    public string Summary()
    {
        var text = Encoding.UTF8.GetString(Answer);
        return text.Length < StatusEnd ? "none" : $"{text[StatusStart..StatusEnd]} {Diagnostics().Match(text).Groups[1].Value}".TrimEnd();
    }

    [GeneratedRegex("""diagnostics(?:"\s*:\s*|\s+value=)"([^"\\0-9|]{0,60})""", RegexOptions.CultureInvariant)]
    private static partial Regex Diagnostics();

    private static async Task SendAsync(Socket socket, byte[] request, CancellationToken cancellation)
    {
        try
        {
            for (var sent = 0; sent < request.Length;)
            {
                sent += await socket.SendAsync(request.AsMemory(sent), cancellation);
            }
        }
        catch (SocketException)
        {
            // The answer gives the reason.
        }
    }

    private static async Task<byte[]> ReadAsync(Socket socket, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, cancellation) is var count and > 0)
            {
                bytes.Write(buffer, 0, count);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // A reset, perhaps after the answer, or no answer within the limit.
        }

        return bytes.ToArray();
    }
}
