namespace GpConnect.Spine.Connections;

/// <summary>What all connections to services of PDS have in common.</summary>
internal static class PdsConnections
{
    /// <summary>spine-clients.md §1.6.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Then the name is looked up again.</summary>
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
