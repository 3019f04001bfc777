using System.Diagnostics;
using System.Text.RegularExpressions;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Server.Tests.Observability;

/// <summary>The executable, which serves the samples with one damaged record, and a person to register.</summary>
internal sealed partial class ProviderProcess : IDisposable
{
    /// <summary>Id of a patient whose record fails its checksum, so that an error is logged.</summary>
    public const string Damaged = "3";

    private readonly Process process;

    private ProviderProcess(Process process, Person person)
    {
        this.process = process;
        Person = person;
    }

    public Person Person { get; }

    public int Port { get; private set; }

    public static async Task<ProviderProcess> StartAsync(Dictionary<string, string> environment)
    {
        var (folder, person) = await PrepareAsync();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gpconnect.dll"), "--data", folder, "--port", "0"])
        {
            RedirectStandardOutput = true,
        };

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var provider = new ProviderProcess(Process.Start(start)!, person);
        await provider.ReadPortAsync();
        return provider;
    }

    public async Task<ApiResponse> SendAsync(ApiRequest request) =>
        new(await RawConnection.SendAsync(Port, request.ToBytes(TimeProvider.System.GetUtcNow(), Port)));

    /// <summary>The files that Linux has mapped into the process, including its assemblies.</summary>
    public Task<string> MappedFilesAsync() => File.ReadAllTextAsync($"/proc/{process.Id}/maps");

    /// <summary>The peak resident memory of the process so far in bytes, on Linux.</summary>
    public async Task<long> PeakMemoryAsync()
    {
        var status = await File.ReadAllLinesAsync($"/proc/{process.Id}/status");
        var peak = status.Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return long.Parse(peak, System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Stops the process as an operator does, with Ctrl-C, and waits for its end; by then everything has been exported.</summary>
    public async Task StopAsync()
    {
        await Interrupt.SendAsync(process);
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Stops the process as a platform does, with SIGTERM, without waiting for its end.</summary>
    public void Terminate() => Interrupt.Terminate(process);

    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(40));
        return process.ExitCode;
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private static async Task<(string Folder, Person Person)> PrepareAsync()
    {
        await using var provider = await RunningProvider.StartAsync();
        provider.Execute($"UPDATE record SET checksum = zeroblob(32) WHERE type = 'Patient' AND id = '{Damaged}'");
        return (TestSettings.Of(provider.Services).DataFolder, await provider.NewPersonAsync());
    }

    private async Task ReadPortAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line && line != "Ctrl-C stops.")
        {
            Port = Address().Match(line) is { Success: true } match ? int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : Port;
        }
    }

    [GeneratedRegex("^http://[^:]+:([0-9]+)/A20047/")]
    private static partial Regex Address();
}
