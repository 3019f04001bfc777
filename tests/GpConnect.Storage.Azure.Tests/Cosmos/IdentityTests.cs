using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Azure.Tests.Cosmos;

/// <summary>The executable without an Azure identity. Nothing leaves the machine: without a token no request is sent.</summary>
public sealed class IdentityTests
{
    private readonly ConcurrentQueue<string> output = [];

    [Fact]
    [Requirement("CF-5")]
    public async Task A_command_without_an_identity_fails_with_one_line()
    {
        var start = Start("practice", "list");
        start.RedirectStandardError = true;
        using var command = Process.Start(start)!;

        Assert.Equal("There is no identity to call the store with; an operator signs in with 'az login'.\n", await command.StandardError.ReadToEndAsync());
        await command.WaitForExitAsync();
        Assert.Equal(1, command.ExitCode);
    }

    [Fact]
    [Requirement("CF-5")]
    public async Task A_server_without_an_identity_starts_and_reports_that_it_is_not_ready()
    {
        var port = HandlerProcess.FreePort();
        using var handler = await HandlerProcess.StartAsync(Start(), port, HandlerProcess.FreePort(), output);
        using var client = new HttpClient();

        using var ready = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("\"records\":{\"status\":\"Unhealthy\"", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static ProcessStartInfo Start(params string[] verbs)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, verbs.Length == 0 ? "GpConnect.Functions.dll" : "gpconnect.dll"), .. verbs]);
        start.Environment["GPCONNECT_COSMOSENDPOINT"] = "https://account.invalid/";
        start.Environment["GPCONNECT_AUDITCONTAINER"] = "https://account.invalid/audit";
        start.Environment["GPCONNECT_IDENTIFIERKEY"] = Convert.ToBase64String(new byte[32]);

        // Only the credential that reads environment variables, which are not set.
        start.Environment["AZURE_TOKEN_CREDENTIALS"] = "EnvironmentCredential";
        return start;
    }
}
