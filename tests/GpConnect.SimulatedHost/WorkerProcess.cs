using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace GpConnect.SimulatedHost;

/// <summary>The process of a worker, started with the arguments of a host.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int MaximumMessage = int.MaxValue;

    private readonly Process process;
    private readonly ConcurrentQueue<string> output;

    public WorkerProcess(string appFolder, string library, string workerId, int hostPort, IReadOnlyDictionary<string, string> environment, ConcurrentQueue<string> output)
    {
        this.output = output;
        var (requestId, maximum) = (Guid.NewGuid().ToString(), MaximumMessage.ToString(CultureInfo.InvariantCulture));
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(appFolder, library),
                "--host", "127.0.0.1",
                "--port", hostPort.ToString(CultureInfo.InvariantCulture),
                "--workerId", workerId,
                "--requestId", requestId,
                "--grpcMaxMessageLength", maximum,
                "--functions-uri", $"http://127.0.0.1:{hostPort}/",
                "--functions-worker-id", workerId,
                "--functions-request-id", requestId,
                "--functions-grpc-max-message-length", maximum,
            ])
        {
            WorkingDirectory = appFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = appFolder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public Task Exited => process.WaitForExitAsync();

    public bool HasExited => process.HasExited;

    /// <summary>Of a process that has exited.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>Processor time so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Memory in use, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            output.Enqueue(line);
        }
    }
}
