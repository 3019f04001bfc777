using GpConnect.Cli.Hosting;
using GpConnect.Provider.Observability;
using GpConnect.Testing;
using GpConnect.Testing.CrashSafety;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GpConnect.Provider.Tests.Observability;

/// <summary>The line for each request that a developer can have on the console.</summary>
public sealed class RequestLogTests
{
    private const string Trace = "0d6a1f2e-5b7c-4c1e-9a51-8f1f6a1b2c3d";

    [Fact]
    [Requirement("OB-15")]
    public async Task Each_request_leaves_a_line_without_its_identifiers()
    {
        using var server = await ServeAsync("Information");

        await SendAsync(server, WithTrace(ApiRequest.Read("Patient", "1")));
        await SendAsync(server, WithTrace(ApiRequest.Read("Patient", "no-such-patient")));
        await SendAsync(server, WithTrace(ApiRequest.SearchPatient("9658218865")));
        await SendAsync(server, ApiRequest.Metadata().With("Ssp-TraceID", "9658218865 Ambler"));
        await SendAsync(server, WithTrace(ApiRequest.Metadata().Interaction("rest:read:9658218865")));

        await Eventually.HoldsAsync(() => Task.FromResult(Lines(server).Count == 5));
        Assert.Equal(
            [
                $"GET /Patient/{{id}} 200 - trace {Trace}",
                $"GET /Patient/{{id}} 404 PATIENT_NOT_FOUND trace {Trace}",
                $"GET /Patient 200 - trace {Trace}",
                "GET /metadata 200 - trace -",
                $"GET (unknown interaction) 400 BAD_REQUEST trace {Trace}",
            ],
            Lines(server));
    }

    [Theory]
    [Case("OB-16", null, null)]
    [Case("OB-16", LogLevel.Warning, null)]
    [Case("OB-16", LogLevel.Debug, "0.0.0.0")]
    public async Task Without_the_setting_or_beyond_loopback_there_is_no_line(string id, LogLevel? level, string? listen)
    {
        Assert.NotEmpty(id);
        await using var app = StandaloneHost.Build(new TestSettings { DataFolder = TestFolders.New(), LogLevel = level, Listen = listen });

        Assert.False(app.Services.GetRequiredService<ILogger<RequestLog>>().IsEnabled(LogLevel.Information));
    }

    private static async Task<Executable> ServeAsync(string level) => await Executable.ServeAsync(
        new Dictionary<string, string> { ["GPCONNECT_DATAFOLDER"] = TestFolders.New(), ["GPCONNECT_LOGLEVEL"] = level });

    private static async Task SendAsync(Executable server, ApiRequest request)
    {
        await RawConnection.SendAsync(server.Port, request.ToBytes(TimeProvider.System.GetUtcNow(), server.Port));
    }

    private static ApiRequest WithTrace(ApiRequest request) => request.With("Ssp-TraceID", Trace);

    private static List<string> Lines(Executable server) =>
    [
        .. server.Output.Split('\n').Where(line => line.Contains(" trace ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("] ", StringComparison.Ordinal) + 2)..]),
    ];
}
