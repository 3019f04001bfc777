using System.Diagnostics;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;

namespace GpConnect.Cli.Tests.Commands;

/// <summary>A mistyped setting ends every command in the same way. Each command runs as a process with its own environment.</summary>
public sealed class SettingErrorTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Theory]
    [Case("CMD-24", "")]
    [Case("CMD-24", "serve")]
    [Case("CMD-24", "import samples")]
    [Case("CMD-24", "import dbs {files}/file --practice A20047 --profile mpt")]
    [Case("CMD-24", "export dbs {files} --practice A20047 --profile mpt")]
    [Case("CMD-24", "practice list")]
    [Case("CMD-24", "practice add X12345 --asid 918999198995 --name Own")]
    [Case("CMD-24", "patient show 1 --practice A20047")]
    [Case("CMD-24", "audit verify")]
    [Case("CMD-24", "audit search")]
    [Case("CMD-24", "backup file")]
    [Case("CMD-24", "restore {files}/file --yes")]
    [Case("CMD-24", "sds self A20047")]
    [Case("CMD-24", "sds register A20047")]
    [Case("CMD-24", "token rest:read:metadata-1")]
    public async Task Every_command_reports_mistyped_settings_in_the_same_way_and_does_nothing(string id, string command)
    {
        Assert.NotEmpty(id);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gpconnect.dll"), .. command.Replace("{files}", harness.Files, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries), "--data", harness.Data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
            Environment = { ["GPCONNECT_LOGLEVEL"] = "loud", ["GPCONNECT_DATA_FOLDER"] = "/tmp/x", ["gpconnect_port"] = "1" },
        };
        await File.WriteAllTextAsync(Path.Combine(harness.Files, "file"), "");

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        Assert.Equal(
            "Setting: GPCONNECT_DATA_FOLDER is unknown; did you mean GPCONNECT_DATAFOLDER?\n"
            + "Setting: GPCONNECT_LOGLEVEL must be Trace, Debug, Information, Warning, Error, Critical or None.\n"
            + "Setting: gpconnect_port is unknown; did you mean GPCONNECT_PORT?\n",
            await error);
        Assert.Empty(await output);
        Assert.Equal(1, process.ExitCode);
        Assert.False(Directory.Exists(harness.Data));
    }

    public void Dispose() => harness.Dispose();
}
