using GpConnect.Spine.Connections;

namespace GpConnect.Spine.PdsFhir;

/// <summary>The connections to PDS and its token endpoint, through the system's proxy if there is one.</summary>
internal sealed class PdsHttpClient : IDisposable
{
    /// <summary>Far more than the request rate needs; further requests wait for a free connection.</summary>
    private const int MaximumConnections = 150;

    private const int MaximumBody = 1024 * 1024;

    public HttpClient Client { get; } = new(PdsConnections.CreateHandler(MaximumConnections))
    {
        MaxResponseContentBufferSize = MaximumBody,

        // Every request has a time limit of its own.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => Client.Dispose();
}
