using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using GpConnect.Cli.Commands;
using GpConnect.Foundations.Practices;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Cli.Tests.Commands;

[Collection(ConsoleTests.Name)]
public sealed partial class FirstStartTests : IDisposable
{
    private static readonly string Executable = Path.Combine(AppContext.BaseDirectory, "gpconnect.dll");

    private readonly CommandHarness harness = new();

    [Fact]
    public async Task A_store_with_a_practice_gets_no_samples()
    {
        await harness.DoAsync("practice", "add", "X12345", "--asid", "918999198995", "--name", "Own");
        await using var services = harness.Services();

        await FirstStart.ImportSamplesAsync(services, default);

        Assert.Single(await services.GetRequiredService<IPracticeStore>().ListAsync(default));
    }

    [Fact]
    public async Task A_port_in_use_gives_one_line_and_exit_code_1()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var outcome = await harness.RunAsync("serve", "--no-samples", "--port", $"{port}");

        Assert.Equal(1, outcome.Code);
        Assert.StartsWith($"Port {port} cannot be used", outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal($"Created a new store in {harness.Data}.\n", outcome.Output);
    }

    [Fact]
    [Requirement("CMD-42")]
    public async Task The_greeting_says_where_the_data_is_how_to_start_over_and_how_to_log_requests()
    {
        using var server = Start("dotnet", Executable, "--data", harness.Data, "--port", "0");
        var greeting = await ReadToAsync(server.StandardOutput, "Ctrl-C stops.");
        await Interrupt.SendAsync(server);

        Assert.StartsWith($"Created a new store in {harness.Data}.\n", greeting, StringComparison.Ordinal);
        Assert.Contains($"Data: {harness.Data}; --data or GPCONNECT_DATAFOLDER chooses another folder.", greeting, StringComparison.Ordinal);
        Assert.Contains("To start from scratch, stop and delete these files in it: gpconnect.db*, reserve, before-restore-*.db.", greeting, StringComparison.Ordinal);
        Assert.Contains("GPCONNECT_LOGLEVEL=Information shows a line for each request.", greeting, StringComparison.Ordinal);

        Directory.Delete(harness.Data, recursive: true);
        using var restarted = Start("dotnet", Executable, "--data", harness.Data, "--port", "0");
        Assert.Contains("First start, samples imported", await ReadToAsync(restarted.StandardOutput, "Ctrl-C stops."), StringComparison.Ordinal);
        await Interrupt.SendAsync(restarted);
    }

    [Fact]
    public async Task The_greeting_holds_a_request_that_returns_a_patient_and_Ctrl_C_stops_the_server()
    {
        using var server = Start("dotnet", Executable, "--data", harness.Data, "--port", "0");
        var greeting = await ReadToAsync(server.StandardOutput, "Ctrl-C stops.");
        Assert.Contains("369 read, 369 written, 0 unchanged, 0 rejected", greeting, StringComparison.Ordinal);
        Assert.Contains("ODS A20047  ASID 918999198993", greeting, StringComparison.Ordinal);

        using var client = new HttpClient();
        using var response = await client.SendAsync(Request(greeting));
        Assert.StartsWith("{\"resourceType\":\"Patient\",\"id\":\"1\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await Interrupt.SendAsync(server);
        Assert.Equal(0, server.ExitCode);
    }

    [Fact]
    public async Task With_a_root_for_a_single_practice_the_greeting_names_only_that_practice()
    {
        using var server = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Executable, "--data", harness.Data, "--port", "0"])
            {
                RedirectStandardOutput = true,
                Environment = { ["GPCONNECT_SERVICEROOT"] = "/one/practice", ["GPCONNECT_SINGLEPRACTICE"] = "R1A14" },
            },
        };
        server.Start();
        var greeting = await ReadToAsync(server.StandardOutput, "Ctrl-C stops.");
        await Interrupt.SendAsync(server);

        Assert.Contains("/one/practice  ODS R1A14", greeting, StringComparison.Ordinal);
        Assert.DoesNotContain("A20047", greeting, StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    /// <summary>The printed curl command as a request, because a machine may have no curl.</summary>
    private static HttpRequestMessage Request(string greeting)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Url().Match(greeting).Groups[1].Value);
        foreach (Match header in Header().Matches(greeting))
        {
            request.Headers.TryAddWithoutValidation(header.Groups[1].Value, header.Groups[2].Value);
        }

        return request;
    }

    [GeneratedRegex("curl -s '([^']+)'")]
    private static partial Regex Url();

    [GeneratedRegex("-H '([^:']+): ([^']+)'")]
    private static partial Regex Header();

    private static Process Start(string file, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })!;

    private static async Task<string> ReadToAsync(StreamReader output, string last)
    {
        var lines = new List<string>();
        while (await output.ReadLineAsync() is { } line && line != last)
        {
            lines.Add(line);
        }

        return string.Join('\n', lines);
    }
}
