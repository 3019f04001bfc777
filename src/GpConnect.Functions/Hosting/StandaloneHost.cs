using System.Net;
using GpConnect.Functions.Observability;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GpConnect.Functions.Hosting;

/// <summary>Kestrel on loopback around the pipeline: what <c>dotnet run</c> starts and what the tests drive.</summary>
internal static class StandaloneHost
{
    /// <param name="replaceServices">Services that take the place of the usual ones, such as a clock or a PDS gateway of a test.</param>
    public static WebApplication Build(ProviderOptions options, Action<IServiceCollection>? replaceServices = null)
    {
        var builder = ProviderHost.CreateBuilder(options, kestrel => Listen(kestrel, options.Port));
        replaceServices?.Invoke(builder.Services);
        builder.AddTelemetry();

        var app = builder.Build();
        app.RunPipeline();
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
}
