using GpConnect.Foundations.Settings;
using GpConnect.Provider.Health;
using GpConnect.Provider.Hosting;
using GpConnect.Provider.Observability;
using GpConnect.Provider.Requests;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

namespace GpConnect.Hosting;

/// <summary>What every host consists of: Kestrel, the logs, the provider's services, and the pipeline behind them.</summary>
internal static class ProviderHost
{
    /// <param name="settings">The settings.</param>
    /// <param name="listen">Adds the endpoints.</param>
    /// <param name="logsRequests">Whether the console shows a line for each request.</param>
    public static WebApplicationBuilder CreateBuilder(ProviderSettings settings, Action<KestrelServerOptions> listen, bool logsRequests = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseSockets(ServerLimits.Apply).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            ServerLimits.Apply(kestrel, settings.Get<LimitOptions>());
            listen(kestrel);
        });
        ConfigureLogging(builder.Logging, settings.Get<LogOptions>(), logsRequests);
        builder.Services.AddProvider(settings).AddHostedService(services => services.GetRequiredService<Draining>());
        return builder;
    }

    /// <summary>
    /// The framework's own categories stay at warnings, whatever level is configured: their messages hold URLs, and URLs hold
    /// NHS numbers (transport.md §6).
    /// </summary>
    public static void ConfigureLogging(ILoggingBuilder logging, LogOptions options, bool logsRequests) => logging
        .SetMinimumLevel(options.LogLevel ?? LogLevel.Information)
        .AddSimpleConsole(console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled))
        .AddFilter("Microsoft", level => level >= LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None)

        // The command itself reports a start that fails, in one line.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)

        // At any level it opens a scope that holds the path, around everything that a request logs.
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
        .AddFilter("System", level => level >= LogLevel.Warning)

        // For the developer at the console only: telemetry already has a span for each request.
        .AddFilter(typeof(RequestLog).FullName, LogLevel.None)
        .AddFilter<ConsoleLoggerProvider>(typeof(RequestLog).FullName, logsRequests ? LogLevel.Information : LogLevel.None);
}
