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

namespace GpConnect.Provider.Tests.MutualTls;

/// <summary>Connections of callers that have not shown a trusted certificate, or have not sent a request yet.</summary>
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
    public async Task Idle_connections_keep_no_caller_out(string id, string certificate)
    {
        Assert.NotEmpty(id);
        await OpenManyAsync(certificate);

        await Eventually.HoldsAsync(IsServedAsync);
    }

    [CertificateFact]
    [Requirement("TL-13")]
    public async Task Idle_connections_take_no_place_of_a_caller_that_is_there()
    {
        await using var caller = await As("valid").OpenAsync();
        await AskAsync(caller);
        await OpenManyAsync("none");

        await AskAsync(caller);
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
    public async Task A_connection_with_a_trusted_certificate_is_kept_after_its_first_request()
    {
        await using var caller = await As("valid").OpenAsync();
        await AskAsync(caller);

        clock.Advance(NewConnections.WaitLimit);

        await AskAsync(caller);
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

    /// <summary>More than the server allows in all; it may close some of them while they shake hands.</summary>
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
                // Closed.
            }
        }
    }

    /// <summary>Those that were closed count until the server is done with them.</summary>
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

    private static async Task AskAsync(SslStream stream)
    {
        await stream.WriteAsync(Probe);
        var answer = new byte[4096];
        var length = await stream.ReadAsync(answer);
        Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
    }

    /// <returns>What came before the end.</returns>
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
            // A reset closes it too.
        }

        return Encoding.ASCII.GetString(bytes.ToArray());
    }
}
