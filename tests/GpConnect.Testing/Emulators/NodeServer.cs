using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace GpConnect.Testing.Emulators;

/// <summary>A server of <c>tests/emulators</c> in its own process. It ends with the tests, when its standard input closes.</summary>
internal static partial class NodeServer
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    // Without a reference the Process object would be garbage-collected, and its standard input closed.
    private static readonly ConcurrentBag<Process> Running = [];

    /// <returns>The address that the server prints when it is ready.</returns>
    public static async Task<Uri> StartAsync(params string[] arguments)
    {
        await NodePackages.InstalledAsync();
        var process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = NodePackages.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Running.Add(process);

        using var timeout = new CancellationTokenSource(WaitLimit);
        while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            if (Ready().Match(line) is { Success: true } ready)
            {
                // Unread output would fill the pipe and block the server.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new Uri(ready.Groups[1].Value);
            }
        }

        throw new InvalidOperationException($"node {arguments[0]} ended before it was ready; see its error output.");
    }

    [GeneratedRegex("(?:ready|listens on) (http://\\S+)")]
    private static partial Regex Ready();
}
