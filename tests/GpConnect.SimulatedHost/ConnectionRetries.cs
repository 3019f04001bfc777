namespace GpConnect.SimulatedHost;

/// <summary>
/// Sends a request again when no connection can be made, as the real host does: a worker loads its functions before it listens.
/// </summary>
internal sealed class ConnectionRetries() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
{
    private const int Retries = 10;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError && attempt < Retries)
            {
                await Task.Delay(attempt * Delay, cancellationToken);
            }
        }
    }
}
