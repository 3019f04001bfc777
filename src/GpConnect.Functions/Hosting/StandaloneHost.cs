using GpConnect.Functions.Pipeline;

namespace GpConnect.Functions.Hosting;

/// <summary>Kestrel on loopback around the pipeline: what <c>dotnet run</c> starts and what the tests drive.</summary>
internal static class StandaloneHost
{
    public static WebApplication Build(ProviderOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // The pipeline has its own, smaller limit and answers it with an OperationOutcome.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.ListenLocalhost(options.Port);
        });
        ConfigureLogging(builder.Logging, options);
        builder.Services.AddProvider(options);

        var app = builder.Build();
        var pipeline = app.Services.GetRequiredService<RequestPipeline>();
        app.Run(pipeline.HandleAsync);
        return app;
    }

    /// <summary>
    /// The framework's own categories stay at warnings whatever is configured: their messages hold URLs, and URLs hold
    /// NHS numbers (transport.md §6).
    /// </summary>
    private static void ConfigureLogging(ILoggingBuilder logging, ProviderOptions options) => logging
        .SetMinimumLevel(options.LogLevel)
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddFilter("Microsoft", level => level >= LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None)

        // A start that fails is told by the command, in one line.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
        .AddFilter("System", level => level >= LogLevel.Warning);
}
