namespace GpConnect.Spine.Connections;

/// <summary>Settings of all connections to services of PDS.</summary>
internal static class PdsConnections
{
    /// <summary>spine-clients.md §1.6.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>A connection is replaced after this time, so that the host name is resolved again.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public static SocketsHttpHandler CreateHandler(int maximum) => new()
    {
        AllowAutoRedirect = false,
        ConnectTimeout = ConnectTimeout,
        MaxConnectionsPerServer = maximum,
        PooledConnectionLifetime = Lifetime,
        UseCookies = false,

        // Without a propagator there are no spans, whose tags would hold the URL and so the NHS number (spine-clients.md §1.7).
        ActivityHeadersPropagator = null,
    };
}
