using System.Diagnostics;
using GpConnect.Cli.Commands;
using GpConnect.Importing.Records;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;

namespace GpConnect.Cli.Tests.Commands;

/// <summary>The first start with TLS: the printed request works, and the invented patients stay on this machine.</summary>
[Collection(ConsoleTests.Name)]
public sealed class FirstStartOverTlsTests : IDisposable
{
    private static readonly string Executable = Path.Combine(AppContext.BaseDirectory, "gpconnect.dll");

    private readonly CommandHarness harness = new();

    [CertificateTheory]
    [Case("CMD-40", "")]
    [Case("CMD-40", "127.0.0.1")]
    [Case("CMD-40", "0.0.0.0", "--samples")]
    public async Task The_printed_request_returns_a_patient_over_TLS(string id, string listen, params string[] more)
    {
        Assert.NotEmpty(id);
        using var server = Start(listen, more);
        var greeting = await ReadAsync(server);

        Assert.Contains("https://localhost:", greeting, StringComparison.Ordinal);
        Assert.StartsWith("{\"resourceType\":\"Patient\",\"id\":\"1\"", await CurlAsync(greeting), StringComparison.Ordinal);
        await Interrupt.SendAsync(server);
    }

    [CertificateFact]
    [Requirement("CMD-41")]
    public async Task A_first_start_that_listens_to_other_machines_imports_no_samples()
    {
        using var server = Start("0.0.0.0");
        var greeting = await ReadAsync(server);
        await Interrupt.SendAsync(server);

        Assert.Contains("without any practice", greeting, StringComparison.Ordinal);
        Assert.DoesNotContain(SamplePractices.First, await harness.DoAsync("practice", "list"), StringComparison.Ordinal);
    }

    [CertificateTheory]
    [Case("CMD-41", "")]
    [Case("CMD-41", "--no-samples")]
    public async Task Samples_of_an_earlier_start_are_not_served_to_other_machines(string id, string more)
    {
        Assert.NotEmpty(id);
        await harness.DoAsync("import", CommandHarness.Samples);
        using var server = Start("0.0.0.0", more.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var error = await server.StandardError.ReadToEndAsync();
        await server.WaitForExitAsync();

        Assert.Equal(1, server.ExitCode);
        Assert.StartsWith("A20047 and R1A14 of the samples would be served to other machines", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Empty(await server.StandardOutput.ReadToEndAsync());
    }

    [CertificateFact]
    [Requirement("CMD-41")]
    public async Task Samples_that_are_switched_off_do_not_prevent_a_start()
    {
        await harness.DoAsync("import", CommandHarness.Samples);
        await harness.DoAsync("practice", "disable", "A20047");
        await harness.DoAsync("practice", "disable", "R1A14");
        using var server = Start("0.0.0.0");
        var greeting = await ReadAsync(server);
        await Interrupt.SendAsync(server);

        Assert.Contains("ODS A20047  ASID 918999198993  (switched off)", greeting, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("CMD-41")]
    public void Every_sample_practice_is_recognised_as_one() => Assert.All(
        Directory.GetFiles(CommandHarness.Samples, "practice.json", SearchOption.AllDirectories),
        file => Assert.True(SamplePractices.Holds(PracticeFile.Read(file).Practice!)));

    public void Dispose() => harness.Dispose();

    private Process Start(string listen, params string[] more)
    {
        var options = new TestSettings();
        TestAuthority.Configure(options);
        var start = new ProcessStartInfo("dotnet", [Executable, "--data", harness.Data, "--port", "0", .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in new[] { "SERVERCERTIFICATE", "SERVERKEY", "CLIENTROOTS", "REVOCATIONLISTS", "SPINEPROXYNAMES" })
        {
            start.Environment[$"GPCONNECT_{name}"] = options.Variables().Single(variable => variable.Key == $"GPCONNECT_{name}").Value;
        }

        if (listen.Length > 0)
        {
            start.Environment["GPCONNECT_LISTEN"] = listen;
        }

        return Process.Start(start)!;
    }

    private static async Task<string> ReadAsync(Process server)
    {
        var lines = new List<string>();
        while (await server.StandardOutput.ReadLineAsync() is { } line && line != "Ctrl-C stops.")
        {
            lines.Add(line);
            if (line.Contains("without any practice", StringComparison.Ordinal))
            {
                break;
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>Runs the printed command with a test certificate instead of the one that it names.</summary>
    private static async Task<string> CurlAsync(string greeting)
    {
        var line = greeting[greeting.IndexOf("curl -s", StringComparison.Ordinal)..].Split("\nGPCONNECT_LOGLEVEL")[0]
            .Replace(LocalServer.ClientCertificate, TestAuthority.PathOf("valid.pem"), StringComparison.Ordinal)
            .Replace(LocalServer.ClientKey, TestAuthority.PathOf("client.key"), StringComparison.Ordinal);
        using var curl = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{line} -S"]) { RedirectStandardOutput = true })!;
        return await curl.StandardOutput.ReadToEndAsync();
    }
}
