using System.Text;
using GpConnect.Server.Tests.Observability;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GpConnect.Server.Tests.Limits;

/// <summary>How the executable stops on SIGTERM.</summary>
[Collection(AloneTests.Name)]
public sealed class DrainTests
{
    [Fact]
    [Requirement("HT-22")]
    [Requirement("AB-12")]
    [Requirement("AB-13")]
    public async Task Accepted_requests_are_finished_and_later_ones_are_refused_with_503()
    {
        using var provider = await ProviderProcess.StartAsync(new() { ["GPCONNECT_DRAINSECONDS"] = "10" });
        var (accepted, end) = await OpenConnection.ToUnfinishedAsync(provider.Port, provider.Person.Register());
        using var open = await OpenConnection.ToAsync(provider.Port);
        await open.SendAsync(ApiRequest.Metadata(), provider.Port);
        (await open.ReadAsync()).Succeeds();
        Assert.Equal(200, (await ProbeAsync(provider)).Status);

        provider.Terminate();
        await Eventually.HoldsAsync(async () => (await ProbeAsync(provider)).Status == 503);
        await open.SendAsync(ApiRequest.Metadata(), provider.Port);
        var refused = await open.ReadAsync();
        var refusedToo = await provider.SendAsync(ApiRequest.Metadata());
        await accepted.SendAsync(end);
        var registered = await accepted.ReadAsync();

        Assert.Equal("""{"status":"Draining"}""", Encoding.UTF8.GetString((await ProbeAsync(provider)).Body));
        refused.Fails(503, "INTERNAL_SERVER_ERROR", "stopping");
        Assert.Equal(("1", "close"), (refused.Header("Retry-After"), refused.Header("Connection")));
        refusedToo.Fails(503, "INTERNAL_SERVER_ERROR", "stopping");
        registered.Registers();
        Assert.Equal("close", registered.Header("Connection"));
        Assert.Equal(0, await provider.ExitCodeAsync());
    }

    [Fact]
    [Requirement("AB-13")]
    public async Task A_stop_is_logged()
    {
        var log = new CapturedLog();
        await using (await RunningProvider.StartAsync(options => options.LogLevel = LogLevel.Information, services => services.AddSingleton<ILoggerProvider>(log)))
        {
            Assert.DoesNotContain("Draining: ", log.Text(), StringComparison.Ordinal);
        }

        Assert.Contains("Draining: new requests are refused for 0 s", log.Text(), StringComparison.Ordinal);
    }

    private static Task<RawResponse> ProbeAsync(ProviderProcess provider) =>
        RawConnection.SendAsync(provider.Port, "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
}
