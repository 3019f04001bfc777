using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GpConnect.Testing.CrashSafety;

/// <summary>The provider's executable in its own process, as a server or with a command, which may be killed at any moment.</summary>
internal sealed partial class Executable : IDisposable
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    /// <summary>Processes to kill when the tests end, so that a failed test leaves nothing running.</summary>
    private static readonly ConcurrentDictionary<int, Process> Running = EndWithTests();

    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();
    private readonly TaskCompletionSource<int> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;

    private Executable(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gpconnect.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? "");
        process.Start();
        Running[process.Id] = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; private set; }

    public string Output => string.Join('\n', output);

    /// <summary>The non-empty lines of the error output.</summary>
    public IReadOnlyList<string> Errors => [.. errors.Where(line => line.Length > 0)];

    /// <summary>Starts a server and waits until it listens.</summary>
    public static async Task<Executable> ServeAsync(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var server = new Executable(["--port", "0"], environment);
        server.Port = await server.listening.Task.WaitAsync(WaitLimit);
        return server;
    }

    public static Executable Run(IEnumerable<KeyValuePair<string, string>> environment, params IEnumerable<string> arguments) => new(arguments, environment);

    /// <returns>The exit code, once all output has been read.</returns>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(WaitLimit);
        return process.ExitCode;
    }

    /// <summary>Sends SIGKILL, which no process can prepare for, and waits for the end of the process.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Kills the process if it still runs.</summary>
    public void Dispose()
    {
        Kill();
        Running.TryRemove(process.Id, out _);
        process.Dispose();
    }

    private static ConcurrentDictionary<int, Process> EndWithTests()
    {
        var running = new ConcurrentDictionary<int, Process>();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => running.Values.ToList().ForEach(one => one.Kill());
        return running;
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            listening.TrySetException(new InvalidOperationException($"The server did not start: {Output} {string.Join('\n', errors)}"));
            return;
        }

        output.Enqueue(line);
        if (Address().Match(line) is { Success: true } match)
        {
            listening.TrySetResult(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex("^http://[^:]+:([0-9]+)/A20047/")]
    private static partial Regex Address();
}
