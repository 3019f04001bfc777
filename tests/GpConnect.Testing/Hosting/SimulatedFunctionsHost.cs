using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using GpConnect.Functions;
using GpConnect.Testing.EndToEnd;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GpConnect.Testing.Hosting;

/// <summary>
/// Stands in for an Azure Functions host, which cannot run here: it starts the published executable and forwards the requests
/// that match a route of a function, as observed of a real host 4.x in proxying mode (docs/adr/0010-custom-handler.md).
/// </summary>
internal sealed class SimulatedFunctionsHost : IAsyncDisposable
{
    private const int Attempts = 10;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly SemaphoreSlim starting = new(1);
    private readonly ConcurrentQueue<string> output = [];
    private readonly string appFolder;
    private readonly TestSettings options;
    private readonly IReadOnlyList<PublishedFunction> functions;
    private int drops;
    private int losses;
    private int exchanges;

    private SimulatedFunctionsHost(string appFolder, TestSettings options)
    {
        this.appFolder = appFolder;
        this.options = options;
        functions = PublishedFunction.In(appFolder);
        Store = new ServiceCollection().AddLogging().AddProvider(options).BuildServiceProvider();
    }

    /// <summary>Direct access to the store that the handler serves.</summary>
    public ServiceProvider Store { get; }

    public HandlerProcess Handler { get; private set; } = null!;

    public int HandlerPort { get; } = HandlerProcess.FreePort();

    /// <summary>The port in the settings, which the handler must ignore.</summary>
    public int OtherPort { get; } = HandlerProcess.FreePort();

    /// <summary>The invocations, each with the number of attempts until there was an answer.</summary>
    public ConcurrentQueue<Invocation> Invocations { get; } = [];

    /// <summary>How often a request has been sent to the handler, answered or not.</summary>
    public int Exchanges => exchanges;

    public IReadOnlyList<string> HandlerOutput => [.. output];

    public static async Task<SimulatedFunctionsHost> StartAsync(TestSettings options)
    {
        options.PublicHost = "https://provider.example";
        options.LogLevel = LogLevel.Debug;
        var host = new SimulatedFunctionsHost(await PublishedApp.FolderAsync(), options);
        await host.EnsureHandlerAsync();
        host.listener.Start();
        _ = host.AcceptAsync();
        return host;
    }

    public Uri Url => new($"http://{listener.LocalEndpoint}/");

    public Task<ApiResponse> SendAsync(ApiRequest request) => request.SendAsync(Url.Port, TimeProvider.System.GetUtcNow());

    /// <summary>Ends the next connections to the handler before an answer arrives.</summary>
    public void DropConnections(int count) => drops = count;

    /// <summary>Discards the next answers of the handler.</summary>
    public void LoseAnswers(int count) => losses = count;

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Handler.Dispose();
        await Store.DisposeAsync();
        PatientDataMarkers.AssertAbsent("What the handler wrote", string.Join('\n', output));
    }

    /// <summary>Starts the handler, also after it has exited.</summary>
    private async Task EnsureHandlerAsync()
    {
        await starting.WaitAsync();
        try
        {
            if (Handler is { HasExited: false })
            {
                return;
            }

            var settings = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(appFolder, "host.json")))!["customHandler"]!;
            var start = new ProcessStartInfo(Path.Combine(appFolder, (string)settings["description"]!["defaultExecutablePath"]!))
            {
                WorkingDirectory = appFolder,
            };
            foreach (var (name, value) in options.Variables())
            {
                start.Environment[name] = value;
            }

            Handler = await HandlerProcess.StartAsync(start, HandlerPort, OtherPort, output);
        }
        finally
        {
            starting.Release();
        }
    }

    private async Task AcceptAsync()
    {
        while (listener.Server.IsBound)
        {
            var caller = await listener.AcceptTcpClientAsync();
            _ = ForwardAsync(caller);
        }
    }

    private async Task ForwardAsync(TcpClient caller)
    {
        using (caller)
        {
            var stream = caller.GetStream();
            var request = await HostedRequest.ReadAsync(stream);
            var function = functions.FirstOrDefault(function => function.Takes(request.Verb, request.Path));
            var answer = function is null
                ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray()
                : await InvokeAsync(function, request);
            await stream.WriteAsync(answer);
        }
    }

    private async Task<byte[]> InvokeAsync(PublishedFunction function, HostedRequest request)
    {
        var invocation = Guid.NewGuid();
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            await EnsureHandlerAsync();
            if (await ExchangeAsync(request.For(HandlerPort, invocation)) is { Length: > 0 } answer)
            {
                Invocations.Enqueue(new Invocation(function.Name, invocation, attempt));
                return answer;
            }

            await Task.Delay(HandlerProcess.PollingInterval);
        }

        return "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();
    }

    /// <returns>The answer; no bytes when the connection ended before it.</returns>
    private async Task<byte[]> ExchangeAsync(byte[] request)
    {
        using var handler = new TcpClient();
        using var answer = new MemoryStream();
        try
        {
            await handler.ConnectAsync(IPAddress.Loopback, HandlerPort);
            await handler.GetStream().WriteAsync(request);
            Interlocked.Increment(ref exchanges);
            if (Interlocked.Decrement(ref drops) >= 0)
            {
                return [];
            }

            await handler.GetStream().CopyToAsync(answer);
            if (Interlocked.Decrement(ref losses) >= 0)
            {
                return [];
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The bytes that have arrived decide.
        }

        return answer.ToArray();
    }
}

internal sealed record Invocation(string Function, Guid Id, int Attempts);
