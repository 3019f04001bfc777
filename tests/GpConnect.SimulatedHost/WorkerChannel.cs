using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using GpConnect.SimulatedHost.Protocol;
using Grpc.Core;

namespace GpConnect.SimulatedHost;

/// <summary>The gRPC stream between the host and one worker, from its start to its end.</summary>
internal sealed class WorkerChannel(string appFolder, ConcurrentQueue<string> logs)
{
    private readonly Channel<StreamingMessage> toWorker = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StatusResult>> pending = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<Worker> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Uri? httpUri;
    private List<HostedFunction> functions = [];
    private int loaded;

    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>Completes when every function is loaded.</summary>
    public Task<Worker> Ready => ready.Task;

    /// <summary>Carries messages both ways until the worker closes the stream.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> fromWorker, IServerStreamWriter<StreamingMessage> writer, CancellationToken cancellation)
    {
        var sending = SendAsync(writer, cancellation);
        try
        {
            Receive(new StreamingMessage { StartStream = new StartStream { WorkerId = Id } });
            while (await fromWorker.MoveNext(cancellation))
            {
                Receive(fromWorker.Current);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or Grpc.Core.RpcException)
        {
            // The worker has ended.
        }
        finally
        {
            End();
            await sending;
        }
    }

    /// <summary>Fails what still waits for the worker.</summary>
    public void End()
    {
        toWorker.Writer.TryComplete();
        ready.TrySetException(new IOException("The worker ended before its functions were loaded"));
        foreach (var (_, invocation) in pending)
        {
            invocation.TrySetException(new IOException("The worker ended during the invocation"));
        }
    }

    /// <summary>Invokes a function; its request is sent over HTTP beside this message.</summary>
    public async Task<StatusResult> InvokeAsync(HostedFunction function, string invocationId, string? traceParent)
    {
        var result = new TaskCompletionSource<StatusResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        pending[invocationId] = result;
        var request = new InvocationRequest
        {
            InvocationId = invocationId,
            FunctionId = function.Metadata.FunctionId,
            TraceContext = new RpcTraceContext { TraceParent = traceParent ?? "" },
        };
        request.InputData.Add(new ParameterBinding { Name = function.Trigger, Data = new TypedData { Http = new RpcHttp() } });
        try
        {
            return Send(new StreamingMessage { InvocationRequest = request }) ? await result.Task : throw new IOException("The worker has ended");
        }
        finally
        {
            pending.TryRemove(invocationId, out _);
        }
    }

    public void Terminate(TimeSpan grace) => Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(grace) } });

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.StartStream:
                Send(new StreamingMessage { WorkerInitRequest = new WorkerInitRequest { HostVersion = "4.1037.0", WorkerDirectory = appFolder, FunctionAppDirectory = appFolder } });
                break;
            case StreamingMessage.ContentOneofCase.WorkerInitResponse:
                httpUri = new Uri(message.WorkerInitResponse.Capabilities["HttpUri"]);
                Send(new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = appFolder } });
                break;
            case StreamingMessage.ContentOneofCase.FunctionMetadataResponse:
                Load(message.FunctionMetadataResponse);
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse:
                Loaded(message.FunctionLoadResponse);
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                Ended(message.InvocationResponse);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                logs.Enqueue($"{message.RpcLog.Category}: {message.RpcLog.Message}");
                break;
            default:
                break;
        }
    }

    /// <summary>A host takes functions in the order of their names, regardless of letter case.</summary>
    private void Load(FunctionMetadataResponse response)
    {
        functions = [.. response.FunctionMetadataResults.Select(HostedFunction.Of).OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)];
        foreach (var function in functions)
        {
            Send(new StreamingMessage { FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.Metadata.FunctionId, Metadata = function.Metadata } });
        }
    }

    private void Loaded(FunctionLoadResponse response)
    {
        if (response.Result.Status != StatusResult.Types.Status.Success)
        {
            ready.TrySetException(new InvalidDataException($"A function cannot be loaded: {response.Result.Exception?.Message}"));
            return;
        }

        if (++loaded == functions.Count)
        {
            ready.TrySetResult(new Worker(this, httpUri!, functions));
        }
    }

    /// <summary>As the real host does, logs the exception of a function that has failed.</summary>
    private void Ended(InvocationResponse response)
    {
        if (response.Result.Exception is { } exception)
        {
            logs.Enqueue($"{exception.Message}\n{exception.StackTrace}");
        }

        pending.GetValueOrDefault(response.InvocationId)?.TrySetResult(response.Result);
    }

    /// <returns>Whether the stream is still open.</returns>
    private bool Send(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        return toWorker.Writer.TryWrite(message);
    }

    private async Task SendAsync(IServerStreamWriter<StreamingMessage> writer, CancellationToken cancellation)
    {
        try
        {
            await foreach (var message in toWorker.Reader.ReadAllAsync(cancellation))
            {
                await writer.WriteAsync(message, cancellation);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or IOException or Grpc.Core.RpcException)
        {
            // The worker has ended.
        }
    }
}

/// <summary>A worker whose functions are loaded.</summary>
/// <param name="HttpUri">Where it receives requests.</param>
/// <param name="Functions">In the order in which the host tries them.</param>
internal sealed record Worker(WorkerChannel Channel, Uri HttpUri, IReadOnlyList<HostedFunction> Functions);
