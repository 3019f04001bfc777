namespace GpConnect.Functions.Demographics.PdsFhir;

/// <summary>The connections to PDS and its token endpoint, through the system's proxy if there is one.</summary>
internal sealed class PdsHttpClient : IDisposable
{
    /// <summary>Far more than the request rate needs; what comes at once waits for its turn.</summary>
    private const int MaximumConnections = 150;

    private const int MaximumBody = 1024 * 1024;

    public HttpClient Client { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        MaxConnectionsPerServer = MaximumConnections,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,

        // Without a propagator there are no spans, whose tags would hold the URL and so the NHS number (spine-clients.md §1.7).
        ActivityHeadersPropagator = null,
    })
    {
        MaxResponseContentBufferSize = MaximumBody,

        // Every request has a time limit of its own.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => Client.Dispose();
}
