using System.Collections.Concurrent;
using GpConnect.Testing.Emulators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GpConnect.Storage.Azure.Tests.Emulators;

/// <summary>A proxy between an SDK and its endpoint that forwards every request and injects the faults that a test asks for.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private static readonly string[] PerConnection = ["Host", "Connection", "Transfer-Encoding", "Content-Length", "Keep-Alive"];

    private readonly WebApplication app;
    private readonly HttpClient client;
    private readonly List<InjectedFault> faults = [];
    private readonly ConcurrentQueue<CosmosRequest> requests = new();

    private FaultProxy(Uri target)
    {
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = target };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(HandleAsync);
    }

    public Uri Endpoint => new(app.Urls.First());

    /// <summary>All requests so far, including those that met a fault.</summary>
    public IReadOnlyCollection<CosmosRequest> Requests => requests;

    public static async Task<FaultProxy> StartAsync(Uri target)
    {
        var proxy = new FaultProxy(target);
        await proxy.app.StartAsync();
        return proxy;
    }

    /// <summary>
    /// Injects a fault into matching requests: leaves the first <paramref name="skip"/> alone and affects the next
    /// <paramref name="times"/>.
    /// </summary>
    public void Inject(Func<CosmosRequest, bool> matches, Fault fault, int skip = 0, int times = 1)
    {
        lock (faults)
        {
            faults.Add(new InjectedFault(matches, fault, skip, times));
        }
    }

    public void Clear()
    {
        lock (faults)
        {
            faults.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        client.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = CosmosRequest.Of(context.Request);
        requests.Enqueue(request);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var fault = NextFault(request) ?? InjectedFaults.None;
        await fault(context, () => ForwardAsync(context.Request, body.ToArray()));
    }

    private Fault? NextFault(CosmosRequest request)
    {
        lock (faults)
        {
            return faults.FirstOrDefault(fault => fault.IsDue(request))?.Fault;
        }
    }

    // Never cancelled: a forwarded request is carried out even if the client has disconnected.
    private async Task<StoredAnswer> ForwardAsync(HttpRequest original, byte[] body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(original.Method), CosmosRequest.Of(original).Target);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach (var (name, values) in original.Headers.Where(header => !PerConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        using var answer = await client.SendAsync(request);
        return await StoredAnswer.ReadAsync(answer);
    }

    private sealed class InjectedFault(Func<CosmosRequest, bool> matches, Fault fault, int skip, int times)
    {
        private int met;

        public Fault Fault => fault;

        public bool IsDue(CosmosRequest request) => matches(request) && ++met > skip && met - skip <= times;
    }
}
