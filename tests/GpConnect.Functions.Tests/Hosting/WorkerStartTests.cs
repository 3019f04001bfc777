using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GpConnect.Foundations.Practices;
using GpConnect.SimulatedHost;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Functions.Tests.Hosting;

/// <summary>How the published app starts, and how a start fails.</summary>
public sealed class WorkerStartTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [LinuxFact]
    [Requirement("FH-10")]
    public async Task A_worker_with_an_empty_store_imports_nothing_and_prints_nothing()
    {
        await using var host = await FunctionsHost.StartAsync(await PublishedApp.FolderAsync(), HostedProvider.Library, new Dictionary<string, string> { ["GPCONNECT_DATAFOLDER"] = harness.Data });
        await using var services = harness.Services();

        Assert.Empty(await services.GetRequiredService<IPracticeStore>().ListAsync(default));
        Assert.Empty(host.Output);
    }

    [LinuxFact]
    [Requirement("FH-7")]
    public async Task A_worker_listens_only_where_it_tells_its_host()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var host = await FunctionsHost.StartAsync(await PublishedApp.FolderAsync(), HostedProvider.Library, new Dictionary<string, string>
        {
            ["GPCONNECT_DATAFOLDER"] = harness.Data,

            // Both are in use: a worker that listened there would not start.
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["GPCONNECT_PORT"] = port,
        });

        Assert.True(host.Worker.HttpUri.IsLoopback);
    }

    [LinuxFact]
    [Requirement("CF-5")]
    public async Task A_worker_without_an_identity_starts_and_reports_that_it_is_not_ready()
    {
        await using var host = await FunctionsHost.StartAsync(await PublishedApp.FolderAsync(), HostedProvider.Library, new Dictionary<string, string>
        {
            ["GPCONNECT_COSMOSENDPOINT"] = "https://account.invalid/",
            ["GPCONNECT_AUDITCONTAINER"] = "https://account.invalid/audit",
            ["GPCONNECT_IDENTIFIERKEY"] = Convert.ToBase64String(new byte[32]),

            // Only the credential that reads environment variables, which are not set.
            ["AZURE_TOKEN_CREDENTIALS"] = "EnvironmentCredential",
        });
        using var client = new HttpClient();

        using var ready = await client.GetAsync(new Uri(host.Url, "/health/ready"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("\"records\":{\"status\":\"Unhealthy\"", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [LinuxFact]
    [Requirement("FH-6")]
    public async Task Requests_below_another_service_root_are_answered_alike()
    {
        await using var provider = await HostedProvider.StartAsync(new TestSettings
        {
            DataFolder = await SampleData.NewFolderAsync(),
            ServiceRoot = "/gpconnect/v1",
            SinglePractice = "A20047",
        });

        (await provider.SendAsync(ApiRequest.Read("Patient", "1").Under("/gpconnect/v1").ChangeToken(token => token.Claims["aud"] = "https://provider.example/gpconnect/v1"))).Succeeds();

        Assert.Equal("Unmatched", provider.LastFunction);
    }

    [LinuxFact]
    [Requirement("FH-14")]
    public async Task A_longer_time_to_drain_counts_as_three_seconds()
    {
        await using var host = await FunctionsHost.StartAsync(await PublishedApp.FolderAsync(), HostedProvider.Library, new Dictionary<string, string>
        {
            ["GPCONNECT_DATAFOLDER"] = harness.Data,
            ["GPCONNECT_DRAINSECONDS"] = "20",
            ["GPCONNECT_LOGLEVEL"] = "Information",
        });

        using var client = new HttpClient();
        Assert.Equal("""{"status":"Healthy"}""", await client.GetStringAsync(new Uri(host.Url, "/health/live")));

        Assert.Equal(0, await host.TerminateAsync());

        Assert.Contains(host.Output, line => line.Contains("refused for 3 s", StringComparison.Ordinal));
    }

    [LinuxFact]
    [Requirement("FH-14")]
    public async Task A_worker_that_is_terminated_as_soon_as_its_functions_are_loaded_exits_with_0()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var host = await FunctionsHost.StartAsync(await PublishedApp.FolderAsync(), HostedProvider.Library, new Dictionary<string, string> { ["GPCONNECT_DATAFOLDER"] = harness.Data, ["GPCONNECT_DRAINSECONDS"] = "0" });

            Assert.Equal(0, await host.TerminateAsync());

            Assert.DoesNotContain(host.Output, line => line.Contains("xception", StringComparison.Ordinal));
        }
    }

    [LinuxTheory]
    [Case("FH-7", "no host", "This is the worker of an Azure Functions app")]
    [Case("FH-7", "invalid setting", "GPCONNECT_PROT is unknown")]
    [Case("FH-7", "path of the host", "GPCONNECT_SERVICEROOT must not begin with /admin or /runtime")]
    [Case("TL-11", "certificate in a Functions host", "GPCONNECT_SERVERCERTIFICATE is not for a Functions host")]
    [Case("TL-11", "roots that are not there", "GPCONNECT_CLIENTROOTS and GPCONNECT_REVOCATIONLISTS")]
    [Case("TL-11", "roots without a certificate", "there is no root certificate")]
    public async Task A_start_that_fails_ends_with_one_line(string id, string error, string named)
    {
        Assert.NotEmpty(id);
        string[] arguments = error == "no host" ? [] : ["--functions-uri", "http://127.0.0.1:1/"];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(await PublishedApp.FolderAsync(), HostedProvider.Library), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["GPCONNECT_DATAFOLDER"] = harness.Data },
        };
        foreach (var (name, value) in Settings(error))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var waitLimit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        // A process that goes on serving is killed, which its exit code shows.
        using var end = waitLimit.Token.Register(() => process.Kill(entireProcessTree: true));
        var lines = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains(named, Assert.Single(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private static Dictionary<string, string> Settings(string error) => error switch
    {
        "invalid setting" => new() { ["GPCONNECT_PROT"] = "1" },
        "path of the host" => new() { ["GPCONNECT_SERVICEROOT"] = "/Admin/{ODS}" },
        "certificate in a Functions host" => new()
        {
            ["GPCONNECT_SERVERCERTIFICATE"] = "/nowhere",
            ["GPCONNECT_SERVERKEY"] = "/nowhere",
            ["GPCONNECT_CLIENTROOTS"] = "/nowhere/roots.pem",
            ["GPCONNECT_SPINEPROXYNAMES"] = TestAuthority.ProxyName,
        },
        "roots that are not there" or "roots without a certificate" => new()
        {
            ["GPCONNECT_CLIENTCERTIFICATEHEADER"] = "X-ARR-ClientCert",
            ["GPCONNECT_CLIENTROOTS"] = error == "roots without a certificate" ? TestFolders.New() : "/nowhere/roots.pem",
            ["GPCONNECT_SPINEPROXYNAMES"] = TestAuthority.ProxyName,
        },
        _ => [],
    };
}
