using GpConnect.Provider.Requests;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace GpConnect.Provider.Hosting;

/// <summary>
/// What Kestrel allows a connection, so that many, slow or silent ones cannot take memory or requests' places for long.
/// Line, header count and header size stay at Kestrel's own limits: 8 KB, 100, 32 KB.
/// </summary>
internal static class ServerLimits
{
    /// <summary>Bytes of a connection that wait to be read or sent; Kestrel's own megabyte would be gigabytes in a flood.</summary>
    private const int MaximumBuffer = 64 * 1024;

    /// <summary>For headers, and before the rate of a body or an answer counts.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(5);

    /// <summary>At this rate the largest body takes a minute. Whoever connects is a proxy in a data centre.</summary>
    private static readonly MinDataRate Rate = new(bytesPerSecond: 16 * 1024, gracePeriod: WaitLimit);

    public static void Apply(KestrelServerOptions kestrel, LimitOptions options)
    {
        // One request at a time on a connection, so that a limit of connections is one of requests too.
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

        // Longer than the minute after which proxies usually give up an idle connection, or they would send into a closed one.
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(70);

        // The pipeline has its own, smaller limit and answers it with an OperationOutcome.
        limits.MaxRequestBodySize = null;
    }

    public static void Apply(SocketTransportOptions sockets)
    {
        sockets.MaxReadBufferSize = MaximumBuffer;
        sockets.MaxWriteBufferSize = MaximumBuffer;

        // Saves a system call a request; the 4 KB that an idle connection then holds are 16 MB at the most connections allowed.
        sockets.WaitForDataBeforeAllocatingBuffer = false;
    }
}
