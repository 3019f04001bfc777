using System.Collections.Concurrent;
using GpConnect.SimulatedHost.Protocol;
using Grpc.Core;

namespace GpConnect.SimulatedHost;

/// <summary>Leads the stream of each worker to its channel.</summary>
internal sealed class FunctionRpcService(ConcurrentDictionary<string, WorkerChannel> channels) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (await requestStream.MoveNext(context.CancellationToken) && channels.TryGetValue(requestStream.Current.StartStream?.WorkerId ?? "", out var channel))
        {
            await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
        }
    }
}
