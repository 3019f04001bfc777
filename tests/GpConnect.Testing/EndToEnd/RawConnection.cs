using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace GpConnect.Testing.EndToEnd;

/// <summary>Sends HTTP/1.1 byte by byte, because HttpClient corrects too much of what these tests must send.</summary>
internal static class RawConnection
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    public static async Task<RawResponse> SendAsync(int port, ReadOnlyMemory<byte> request)
    {
        using var timeout = new CancellationTokenSource(WaitLimit);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, timeout.Token);
        await using var stream = client.GetStream();
        PatientDataMarkers.Note(request.Span);
        var answer = RawResponse.Parse(await ExchangeAsync(stream, request, timeout.Token));
        PatientDataMarkers.Note(answer.Body);
        return answer;
    }

    public static Task<RawResponse> SendAsync(int port, string request) => SendAsync(port, Encoding.Latin1.GetBytes(request));

    /// <summary>Sends the request, and returns everything received until the server closes the connection.</summary>
    public static async Task<byte[]> ExchangeAsync(Stream stream, ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        // A server that refuses a body early stops reading it, so reading must not wait for writing.
        var writing = WriteAsync(stream, request, cancellation);
        var bytes = await ReadToEndAsync(stream, cancellation);
        await writing;
        return bytes;
    }

    private static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(request, cancellation);
        }
        catch (IOException)
        {
            // The answer, which is read in any case, gives the reason.
        }
    }

    private static async Task<byte[]> ReadToEndAsync(Stream stream, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        try
        {
            await stream.CopyToAsync(bytes, cancellation);
        }
        catch (IOException) when (bytes.Length > 0)
        {
            // A reset after the answer.
        }

        return bytes.ToArray();
    }
}

/// <param name="Body">Without transfer encoding.</param>
internal sealed record RawResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public string? Header(string name) =>
        Headers.SingleOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public static RawResponse Parse(byte[] bytes)
    {
        var headEnd = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        Assert.True(headEnd > 0, $"No HTTP response, {bytes.Length} bytes");
        var lines = Encoding.Latin1.GetString(bytes, 0, headEnd).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).Select(parts => KeyValuePair.Create(parts[0], parts.ElementAtOrDefault(1) ?? "")).ToList();
        var response = new RawResponse(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, bytes[(headEnd + 4)..]);
        return response.Header("Transfer-Encoding") == "chunked" ? response with { Body = Dechunk(response.Body) } : response;
    }

    private static byte[] Dechunk(ReadOnlySpan<byte> chunked)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var lineEnd = chunked.IndexOf("\r\n"u8);
            var size = int.Parse(Encoding.ASCII.GetString(chunked[..lineEnd]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return body.ToArray();
            }

            body.Write(chunked.Slice(lineEnd + 2, size));
            chunked = chunked[(lineEnd + 2 + size + 2)..];
        }
    }
}
