using GpConnect.Provider.Requests;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace GpConnect.Provider.Hosting;

/// <summary>
/// Kestrel's limits for connections, so that many, slow or silent ones cannot hold memory or request slots for long. Request
/// line, header count and header size keep Kestrel's defaults: 8 KB, 100, 32 KB.
/// </summary>
internal static class ServerLimits
{
    /// <summary>
    /// Bytes of a connection that wait to be read or sent; Kestrel's default of a megabyte would add up to gigabytes in a flood.
    /// </summary>
    private const int MaximumBuffer = 64 * 1024;

    /// <summary>Time limit of the headers, and grace period before the rate of a body or an answer counts.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(5);

    /// <summary>At this rate the largest body takes a minute. The clients are proxies in data centres.</summary>
    private static readonly MinDataRate Rate = new(bytesPerSecond: 16 * 1024, gracePeriod: WaitLimit);

    public static void Apply(KestrelServerOptions kestrel, LimitOptions options)
    {
        // HTTP/1 allows one request at a time on a connection, so the limit of connections also limits requests.
        kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            var newConnections = endpoint.ApplicationServices.GetRequiredService<NewConnections>();
            endpoint.Use(next => connection => newConnections.ServeAsync(connection, next));
        });

        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = options.MaximumConnections;
        limits.MaxRequestBufferSize = MaximumBuffer;
        limits.RequestHeadersTimeout = WaitLimit;
        limits.MinRequestBodyDataRate = Rate;
        limits.MinResponseDataRate = Rate;

        // Longer than the minute after which proxies usually close an idle connection; otherwise they would send into a closed one.
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(70);

        // The pipeline enforces its own, smaller limit and answers with an OperationOutcome.
        limits.MaxRequestBodySize = null;
    }

    public static void Apply(SocketTransportOptions sockets)
    {
        sockets.MaxReadBufferSize = MaximumBuffer;
        sockets.MaxWriteBufferSize = MaximumBuffer;

        // Saves a system call for each request. An idle connection then holds 4 KB: 16 MB at the default limit of connections.
        sockets.WaitForDataBeforeAllocatingBuffer = false;
    }
}
