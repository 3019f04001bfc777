using GpConnect.Provider.Middleware;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace GpConnect.Functions.Worker;

/// <summary>Runs the request pipeline around every function.</summary>
internal sealed class RequestPipelineMiddleware : IFunctionsWorkerMiddleware
{
    private readonly RequestDelegate pipeline;
    private readonly ILogger<RequestPipelineMiddleware> logger;

    public RequestPipelineMiddleware(IServiceProvider services, ILogger<RequestPipelineMiddleware> logger)
    {
        var app = new ApplicationBuilder(services);
        app.UseRequestPipeline(context => context.Features.GetRequiredFeature<FunctionInvocation>().RunAsync());
        pipeline = app.Build();
        this.logger = logger;
    }

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        http.Features.Set(new FunctionInvocation(context, next));
        using var scope = logger.BeginScope(new InvocationScope(context.InvocationId));
        try
        {
            await pipeline(http);
        }
        catch (Exception)
        {
            // The host would log the message, and after the first byte the caller would take the answer for complete.
            http.Abort();
        }
    }
}
