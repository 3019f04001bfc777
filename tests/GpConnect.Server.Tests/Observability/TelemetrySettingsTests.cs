using System.Diagnostics;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Server.Tests.Observability;

public sealed class TelemetrySettingsTests
{
    [Theory]
    [Case("OB-13", "OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317", "is not an http or https URL")]
    [Case("OB-13", "OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "is not an http or https URL")]
    [Case("OB-13", "APPLICATIONINSIGHTS_CONNECTION_STRING", "nonsense", "is not a list of names and values")]
    [Case("OB-13", "APPLICATIONINSIGHTS_CONNECTION_STRING", "IngestionEndpoint=https://example.org/", "has no InstrumentationKey")]
    [Case("OB-13", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Authorization=Key", "does not say Authorization=AAD")]
    public async Task An_invalid_variable_stops_the_start_with_one_line(string id, string variable, string value, string error)
    {
        Assert.NotEmpty(id);
        await StopsAsync(new() { [variable] = value }, $"Setting: {variable} {error}.\n");
    }

    [Theory]
    [Case("OB-13", "microsoft.fixed_percentage", "50")]
    [Case("OB-13", "traceidratio", "")]
    [Case("OB-13", "microsoft.rate_limited", "-1")]
    public async Task A_sampler_without_a_valid_argument_stops_the_start_with_one_line(string id, string sampler, string argument)
    {
        Assert.NotEmpty(id);
        await StopsAsync(new() { ["OTEL_TRACES_SAMPLER"] = sampler, ["OTEL_TRACES_SAMPLER_ARG"] = argument }, "Setting: OTEL_TRACES_SAMPLER_ARG does not fit OTEL_TRACES_SAMPLER.\n");
    }

    private static async Task StopsAsync(Dictionary<string, string> environment, string line)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gpconnect.dll"), "--data", TestFolders.New(), "--port", "0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;

        Assert.Equal(line, await process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.Empty(await process.StandardOutput.ReadToEndAsync());
    }
}
