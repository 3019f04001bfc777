using System.Diagnostics;

namespace GpConnect.Testing.Commands;

/// <summary>Runs a command as an operator does: in its own process, on the store that the settings name.</summary>
internal static class OwnProcess
{
    public static async Task<Outcome> RunAsync(TestSettings options, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gpconnect.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in options.Variables())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, output, await error);
    }
}
