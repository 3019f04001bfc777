using System.Diagnostics;

namespace GpConnect.Testing.Emulators;

/// <summary>The packages of <c>tests/emulators</c>, installed once from their lock file. Skips tests on machines without Node.js.</summary>
internal static class NodePackages
{
    private static readonly Version Oldest = new(20, 15);
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(5);
    private static readonly Lazy<Task> Installation = new(InstallAsync);

    public static string Folder { get; } = Repository.File("tests/emulators");

    public static Task InstalledAsync() => Installation.Value;

    /// <summary>For fixtures, which cannot be skipped themselves; the tests that use them are skipped.</summary>
    public static async Task<bool> AreAvailableAsync()
    {
        try
        {
            await InstalledAsync();
            return true;
        }
        catch (SkipException)
        {
            return false;
        }
    }

    private static async Task InstallAsync()
    {
        await RequireNodeAsync();
        using var timeout = new CancellationTokenSource(WaitLimit);
        await using var turn = await WaitForTurnAsync(timeout.Token);
        var wanted = await File.ReadAllTextAsync(Path.Combine(Folder, "package-lock.json"), timeout.Token);
        var marker = Path.Combine(Folder, "node_modules", ".installed-lock.json");
        if (File.Exists(marker) && await File.ReadAllTextAsync(marker, timeout.Token) == wanted)
        {
            return;
        }

        var (exitCode, output) = await RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci", "--no-audit", "--no-fund");
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"npm ci failed: {output}");
        }

        await File.WriteAllTextAsync(marker, wanted, timeout.Token);
    }

    private static async Task RequireNodeAsync()
    {
        if (await NodeVersionAsync() >= Oldest)
        {
            return;
        }

        const string Reason = "because Node.js 20.15 or later is not installed";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            throw new InvalidOperationException($"In CI no test is skipped {Reason}.");
        }

        Skip.If(true, $"skipped, {Reason}");
    }

    private static async Task<Version?> NodeVersionAsync()
    {
        try
        {
            var (_, output) = await RunAsync("node", "--version");
            return Version.Parse(output.Trim().TrimStart('v'));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    // Test processes of one working copy may start concurrently, and "npm ci" begins by deleting the installed packages.
    private static async Task<FileStream> WaitForTurnAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Folder, ".installing"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200, cancellation);
            }
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
