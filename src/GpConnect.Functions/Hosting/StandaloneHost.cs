using System.Net;
using GpConnect.Functions.Health;
using GpConnect.Functions.Observability;
using GpConnect.Functions.Pipeline;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GpConnect.Functions.Hosting;

/// <summary>Kestrel on loopback around the pipeline: what <c>dotnet run</c> starts and what the tests drive.</summary>
internal static class StandaloneHost
{
    /// <param name="replaceServices">Services that take the place of the usual ones, such as a clock or a PDS gateway of a test.</param>
    public static WebApplication Build(ProviderOptions options, Action<IServiceCollection>? replaceServices = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // The pipeline has its own, smaller limit and answers it with an OperationOutcome.
            kestrel.Limits.MaxRequestBodySize = null;
            Listen(kestrel, options.Port);
        });
        ConfigureLogging(builder.Logging, options);
        builder.Services.AddProvider(options);
        replaceServices?.Invoke(builder.Services);
        builder.AddTelemetry();

        var app = builder.Build();
        app.UseProviderHealth();
        var pipeline = app.Services.GetRequiredService<RequestPipeline>();
        app.Run(pipeline.HandleAsync);
        return app;
    }

    /// <summary>Kestrel cannot choose one free port for both loopback addresses, so a chosen one is on IPv4 only.</summary>
    private static void Listen(KestrelServerOptions kestrel, int port)
    {
        if (port == 0)
        {
            kestrel.Listen(IPAddress.Loopback, port);
        }
        else
        {
            kestrel.ListenLocalhost(port);
        }
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

        // Whatever its level, it opens a scope with the path around everything that a request logs.
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
        .AddFilter("System", level => level >= LogLevel.Warning);
}
