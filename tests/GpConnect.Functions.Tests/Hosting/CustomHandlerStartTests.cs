using System.Collections.Concurrent;
using System.Diagnostics;
using GpConnect.Foundations.Practices;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Functions.Tests.Hosting;

/// <summary>The executable of a plain build, with samples beside it, started by a Functions host.</summary>
public sealed class CustomHandlerStartTests : IDisposable
{
    private readonly CommandHarness harness = new();
    private readonly ConcurrentQueue<string> output = [];

    [Theory]
    [Case("FH-10", "")]
    [Case("FH-10", "serve")]
    public async Task A_custom_handler_with_an_empty_store_imports_nothing_and_prints_nothing(string id, string verb)
    {
        Assert.NotEmpty(id);
        using var handler = await HandlerProcess.StartAsync(Start(verb), HandlerProcess.FreePort(), HandlerProcess.FreePort(), output);
        await using var services = harness.Services();

        Assert.Empty(await services.GetRequiredService<IPracticeStore>().ListAsync(default));
        Assert.Empty(output);
    }

    [Fact]
    [Requirement("FH-7")]
    public async Task An_invalid_port_gives_one_line_and_exit_code_1()
    {
        var start = Start("");
        start.RedirectStandardError = true;
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = "70000";
        using var handler = Process.Start(start)!;

        Assert.Equal("FUNCTIONS_CUSTOMHANDLER_PORT is not a port.\n", await handler.StandardError.ReadToEndAsync());
        await handler.WaitForExitAsync();
        Assert.Equal(1, handler.ExitCode);
    }

    public void Dispose() => harness.Dispose();

    private ProcessStartInfo Start(string verb)
    {
        string[] verbs = verb.Length == 0 ? [] : [verb];
        return new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "GpConnect.Functions.dll"), .. verbs])
        {
            Environment = { ["GPCONNECT_DATAFOLDER"] = harness.Data },
        };
    }
}
