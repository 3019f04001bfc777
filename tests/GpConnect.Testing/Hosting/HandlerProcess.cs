using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GpConnect.Testing.Hosting;

/// <summary>The custom handler, started as a Functions host starts it and ready to serve.</summary>
internal sealed class HandlerProcess : IDisposable
{
    public static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> output;
    private readonly Process process;

    private HandlerProcess(ProcessStartInfo start, ConcurrentQueue<string> output)
    {
        this.output = output;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <param name="start">The executable; the variables that a host sets are added.</param>
    /// <param name="otherPort">A port on which it must not listen.</param>
    /// <param name="output">Receives the lines that it writes.</param>
    public static async Task<HandlerProcess> StartAsync(ProcessStartInfo start, int port, int otherPort, ConcurrentQueue<string> output)
    {
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}";
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{otherPort}";
        start.Environment["GPCONNECT_PORT"] = $"{otherPort}";
        var handler = new HandlerProcess(start, output);
        await handler.WaitForAnswerAsync(port);
        return handler;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            output.Enqueue(line);
        }
    }

    private async Task WaitForAnswerAsync(int port)
    {
        using var client = new HttpClient();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < StartLimit && !process.HasExited; await Task.Delay(PollingInterval))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/"));
                return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        Assert.Fail($"The handler did not start: {string.Join('\n', output)}");
    }
}
