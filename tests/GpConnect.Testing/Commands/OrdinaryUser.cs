using System.Diagnostics;
using System.Runtime.Versioning;

namespace GpConnect.Testing.Commands;

/// <summary>Runs commands as a user whom the modes of files bind. They do not bind root, as whom containers run tests.</summary>
[UnsupportedOSPlatform("windows")]
internal static class OrdinaryUser
{
    private const string Nobody = "65534";

    private static readonly string[] AsNobody = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"];

    public static void SkipIfMissing()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such modes");
        Skip.If(Environment.IsPrivilegedProcess && !File.Exists("/usr/bin/setpriv"), "There is no 'setpriv' command to become an ordinary user with");
    }

    /// <summary>Gives a folder and its files to the user.</summary>
    public static void Own(string folder)
    {
        if (Environment.IsPrivilegedProcess)
        {
            File.SetUnixFileMode(Path.GetDirectoryName(folder)!, (UnixFileMode)0b111_101_101);
            using var process = Process.Start("chown", ["-R", Nobody, folder]);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
    }

    public static async Task<Outcome> RunAsync(string folder, params string[] arguments)
    {
        string[] command = [.. Environment.IsPrivilegedProcess ? AsNobody : [], "dotnet", Path.Combine(AppContext.BaseDirectory, "gpconnect.dll"), .. arguments, "--data", folder];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, output, await error);
    }
}
