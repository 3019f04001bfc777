using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using GpConnect.Provider.Hosting;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Server.Tests.Limits;

/// <summary>Connections whose caller has not shown a trusted certificate or has not sent a request yet.</summary>
public sealed class NewConnectionTests : IAsyncLifetime
{
    private const int Connections = 32;

    private static readonly byte[] Probe = Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");

    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private readonly List<Stream> open = [];
    private RunningProvider? provider;

    public async Task InitializeAsync() => provider = TestAuthority.Reason is null
        ? await RunningProvider.StartAsync(Configure, services => services.AddSingleton<TimeProvider>(clock))
        : null;

    public async Task DisposeAsync()
    {
        open.ForEach(stream => stream.Dispose());
        if (provider is not null)
        {
            await provider.DisposeAsync();
        }
    }

    [CertificateTheory]
    [Case("TL-13", "none")]
    [Case("TL-13", "foreign")]
    [Case("TL-13", "valid")]
    public async Task Idle_connections_do_not_block_callers(string id, string certificate)
    {
        Assert.NotEmpty(id);
        await OpenManyAsync(certificate);

        await Eventually.HoldsAsync(IsServedAsync);
    }

    [CertificateFact]
    [Requirement("TL-13")]
    public async Task Idle_connections_do_not_displace_a_connected_caller()
    {
        await using var caller = await As("valid").OpenAsync();
        await SendProbeAsync(caller);
        await OpenManyAsync("none");

        await SendProbeAsync(caller);
    }

    [CertificateTheory]
    [Case("TL-14", "none")]
    [Case("TL-14", "foreign")]
    [Case("TL-14", "valid")]
    public async Task A_connection_without_a_request_is_closed_after_ten_seconds(string id, string certificate)
    {
        Assert.NotEmpty(id);
        await using var idle = await As(certificate).OpenAsync();

        clock.Advance(NewConnections.WaitLimit);

        await IsClosedAsync(idle);
    }

    [CertificateFact]
    [Requirement("TL-14")]
    public async Task A_connection_with_a_trusted_certificate_stays_open_after_its_first_request()
    {
        await using var caller = await As("valid").OpenAsync();
        await SendProbeAsync(caller);

        clock.Advance(NewConnections.WaitLimit);

        await SendProbeAsync(caller);
    }

    [CertificateTheory]
    [Case("TL-14", "none")]
    [Case("TL-14", "foreign")]
    public async Task A_connection_without_a_trusted_certificate_ends_with_its_first_answer(string id, string certificate)
    {
        Assert.NotEmpty(id);
        await using var caller = await As(certificate).OpenAsync();
        await caller.WriteAsync(Probe);

        Assert.Contains("Connection: close", await IsClosedAsync(caller), StringComparison.Ordinal);
    }

    private static void Configure(TestSettings options)
    {
        TestAuthority.Configure(options);
        options.MaximumConnections = Connections;
    }

    private TlsCaller As(string certificate) => new(provider!) { Shows = certificate == "none" ? null : certificate };

    /// <summary>Opens twice as many connections as the server allows; it may close some of them during the handshake.</summary>
    private async Task OpenManyAsync(string certificate)
    {
        for (var count = 0; count < 2 * Connections; count++)
        {
            try
            {
                open.Add(await As(certificate).OpenAsync());
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                // The server has closed the connection.
            }
        }
    }

    /// <summary>Whether a new caller is served. Closed connections count until the server has released them.</summary>
    private async Task<bool> IsServedAsync()
    {
        try
        {
            return (await As("valid").SendAsync(ApiRequest.Metadata())).Status == 200;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return false;
        }
    }

    private static async Task SendProbeAsync(SslStream stream)
    {
        await stream.WriteAsync(Probe);
        var answer = new byte[4096];
        var length = await stream.ReadAsync(answer);
        Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
    }

    /// <returns>The text that was received before the end.</returns>
    private static async Task<string> IsClosedAsync(SslStream stream)
    {
        using var waitLimit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var bytes = new MemoryStream();
        try
        {
            await stream.CopyToAsync(bytes, waitLimit.Token);
        }
        catch (IOException)
        {
            // A reset closes the connection too.
        }

        return Encoding.ASCII.GetString(bytes.ToArray());
    }
}
