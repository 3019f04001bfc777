using Microsoft.Azure.Functions.Worker.Middleware;

namespace GpConnect.Functions.Worker;

/// <summary>The function that the host has chosen for a request.</summary>
internal sealed record FunctionInvocation(FunctionContext Context, FunctionExecutionDelegate Function)
{
    public Task RunAsync() => Function(Context);
}
