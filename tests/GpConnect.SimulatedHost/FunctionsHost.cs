using System.Collections.Concurrent;
using System.Net;
using GpConnect.SimulatedHost.Protocol;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Forwarder;

namespace GpConnect.SimulatedHost;

/// <summary>
/// Stands in for an Azure Functions host 4.x: it starts a published app as an isolated worker, loads its functions, and leads HTTP
/// requests to them (docs/functions-host.md). It forwards with the library that the real host uses.
/// </summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    public const string InvocationIdHeader = "x-ms-invocation-id";

    private const int Attempts = 10;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    /// <summary>The time after which the real host kills a worker that it has asked to stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, WorkerChannel> channels = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> output = [];
    private readonly ConcurrentQueue<string> logs = [];
    private readonly SemaphoreSlim starting = new(1);
    private readonly HttpMessageInvoker client = new(new ConnectionRetries());
    private readonly string appFolder;
    private readonly string library;
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly WebApplication app;
    private Worker? worker;
    private int losses;
    private int exchanges;

    private FunctionsHost(string appFolder, string library, IReadOnlyDictionary<string, string> environment)
    {
        this.appFolder = appFolder;
        this.library = library;
        this.environment = environment;
        app = Build();
    }

    /// <summary>Where callers send requests.</summary>
    public Uri Url { get; private set; } = null!;

    public WorkerProcess Process { get; private set; } = null!;

    public Worker Worker => worker!;

    /// <summary>The invocations, in the order in which they were sent.</summary>
    public ConcurrentQueue<Invocation> Invocations { get; } = [];

    /// <summary>How often a request has been sent to a worker, answered or not.</summary>
    public int Exchanges => exchanges;

    /// <summary>The lines that all workers have written to their consoles.</summary>
    public IReadOnlyList<string> Output => [.. output];

    /// <summary>The log messages that all workers have sent to the host.</summary>
    public IReadOnlyList<string> Logs => [.. logs];

    /// <summary>When set, invocations are not kept: a load test would fill the memory.</summary>
    public bool IsUnobserved { get; init; }

    /// <param name="appFolder">The published app.</param>
    /// <param name="library">The app's own library in that folder.</param>
    /// <param name="environment">Variables for the worker, besides those of the host.</param>
    public static async Task<FunctionsHost> StartAsync(string appFolder, string library, IReadOnlyDictionary<string, string> environment)
    {
        var host = new FunctionsHost(appFolder, library, environment);
        await host.app.StartAsync();
        host.Url = new Uri(host.Addresses()[1]);
        await host.EnsureWorkerAsync();
        return host;
    }

    /// <summary>Discards the next answers of the worker, and sends those requests again.</summary>
    public void LoseAnswers(int count) => losses = count;

    /// <summary>Asks the worker to stop, and waits for its end, also beyond the grace period: a busy machine may need longer.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        var terminated = Process;
        worker!.Channel.Terminate(Grace);
        await terminated.Exited.WaitAsync(StopLimit);
        return terminated.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Process.Dispose();
        worker?.Channel.End();
        await app.DisposeAsync();
        client.Dispose();
        starting.Dispose();
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(channels);
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        builder.Services.AddHttpForwarder();
        var built = builder.Build();
        built.MapGrpcService<FunctionRpcService>();
        built.Map("{**path}", ForwardAsync);
        return built;
    }

    private List<string> Addresses() => [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Starts a worker, also after the last one has ended.</summary>
    private async Task<Worker> EnsureWorkerAsync()
    {
        if (worker is { } running && !Process.HasExited)
        {
            return running;
        }

        await starting.WaitAsync();
        try
        {
            if (worker is not { } current || Process.HasExited)
            {
                worker?.Channel.End();
                worker = current = await StartWorkerAsync();
            }

            return current;
        }
        finally
        {
            starting.Release();
        }
    }

    private async Task<Worker> StartWorkerAsync()
    {
        var channel = new WorkerChannel(appFolder, logs);
        channels[channel.Id] = channel;
        Process = new WorkerProcess(appFolder, library, channel.Id, new Uri(Addresses()[0]).Port, environment, output);
        var process = Process;
        _ = process.Exited.ContinueWith(_ => channel.End(), TaskScheduler.Default);
        try
        {
            return await channel.Ready.WaitAsync(StartLimit);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            throw new InvalidOperationException($"The worker did not start: {string.Join('\n', output)}", exception);
        }
    }

    private async Task ForwardAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var isRepeatable = !IsUnobserved;
        if (isRepeatable)
        {
            context.Request.EnableBuffering();
        }

        for (var attempt = 1; ; attempt++)
        {
            var current = await EnsureWorkerAsync();
            if (HostedFunctionOf(current, context.Request) is not { } function)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            var isLast = !isRepeatable || attempt == Attempts;
            var invocation = new Invocation(function.Name, Guid.NewGuid().ToString(), attempt);
            if (await TryAsync(context, current, function, invocation) || isLast)
            {
                return;
            }

            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.Headers.Clear();
            context.Request.Body.Position = 0;
        }
    }

    private static HostedFunction? HostedFunctionOf(Worker worker, HttpRequest request)
    {
        foreach (var function in worker.Functions)
        {
            if (function.Takes(request))
            {
                return function;
            }
        }

        return null;
    }

    /// <returns>Whether the caller has an answer; otherwise the request is to be sent again.</returns>
    private async Task<bool> TryAsync(HttpContext context, Worker current, HostedFunction function, Invocation invocation)
    {
        var isLost = Interlocked.Decrement(ref losses) >= 0;
        var body = context.Features.Get<IHttpResponseBodyFeature>()!;
        if (isLost)
        {
            context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        }

        if (!IsUnobserved)
        {
            Invocations.Enqueue(invocation);
        }

        Interlocked.Increment(ref exchanges);
        var invoking = InvokeAsync(current, function, invocation.Id, context.Request.Headers.TraceParent);
        var forwarder = context.RequestServices.GetRequiredService<IHttpForwarder>();
        var error = await forwarder.SendAsync(context, current.HttpUri.ToString(), client, ForwarderRequestConfig.Empty, new InvocationTransformer(invocation.Id));
        var result = await invoking;
        context.Features.Set(body);
        if (isLost || (result is null && !context.Response.HasStarted))
        {
            return false;
        }

        invocation.HasSucceeded = result?.Status == StatusResult.Types.Status.Success && error == ForwarderError.None;
        return true;
    }

    /// <returns>Null when the worker ended during the invocation.</returns>
    private static async Task<StatusResult?> InvokeAsync(Worker worker, HostedFunction function, string invocationId, string? traceParent)
    {
        try
        {
            return await worker.Channel.InvokeAsync(function, invocationId, traceParent);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Forwards a request as the real host does, with the id of its invocation.</summary>
    private sealed class InvocationTransformer(string invocationId) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Remove(InvocationIdHeader);
            proxyRequest.Headers.TryAddWithoutValidation(InvocationIdHeader, invocationId);
            foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Host", httpContext.Request.Host.Value ?? ""), ("X-Forwarded-Proto", "https")])
            {
                proxyRequest.Headers.Remove(name);
                proxyRequest.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}

/// <summary>One invocation of a function.</summary>
/// <param name="Attempt">How often the request has been sent, with this one.</param>
internal sealed record Invocation(string Function, string Id, int Attempt)
{
    /// <summary>Whether both the function and the transfer of its answer have ended well.</summary>
    public bool HasSucceeded { get; set; }
}
