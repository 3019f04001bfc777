using System.Net;
using GpConnect.Foundations.Settings;
using GpConnect.Hosting;
using GpConnect.Provider.Hosting;
using GpConnect.Provider.Middleware;
using GpConnect.Provider.MutualTls;
using GpConnect.Provider.Observability;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GpConnect.Cli.Hosting;

/// <summary>Kestrel around the pipeline, plain on loopback or with mutual TLS anywhere; <c>dotnet run</c> and the tests start it.</summary>
internal static class StandaloneHost
{
    /// <param name="replaceServices">Services that replace the usual ones, such as a clock or a PDS gateway of a test.</param>
    public static WebApplication Build(ProviderSettings settings, Action<IServiceCollection>? replaceServices = null)
    {
        var endpoint = settings.Get<EndpointOptions>();
        var logsRequests = settings.Get<LogOptions>().LogLevel <= LogLevel.Information && IsLocal(endpoint);
        var builder = ProviderHost.CreateBuilder(settings, kestrel => Listen(kestrel, endpoint), logsRequests);
        if (endpoint.ServerCertificate is not null)
        {
            builder.Services
                .AddServerCertificate(endpoint.ServerCertificate, endpoint.ServerKey!)
                .AddClientCertificates(settings.Get<ClientCertificateOptions>(), ClientCertificates.OnConnection);
        }
        else
        {
            builder.Services.AddSingleton(ClientCertificates.NotRequired);
        }

        replaceServices?.Invoke(builder.Services);
        builder.AddTelemetry();

        var app = builder.Build();
        app.UseRequestPipeline(InteractionEndpoint.InvokeAsync);
        return app;
    }

    /// <summary>Whether only this machine can connect.</summary>
    public static bool IsLocal(EndpointOptions options) => options.Listen is null || IPAddress.IsLoopback(IPAddress.Parse(options.Listen));

    /// <summary>Kestrel cannot choose one free port for both loopback addresses, so a free port is on IPv4 only.</summary>
    private static void Listen(KestrelServerOptions kestrel, EndpointOptions options)
    {
        void Secure(ListenOptions listen)
        {
            if (options.ServerCertificate is not null)
            {
                listen.UseMutualTls();
            }
        }

        if (options.Listen is null && options.Port != 0)
        {
            kestrel.ListenLocalhost(options.Port, Secure);
        }
        else
        {
            kestrel.Listen(options.Listen is null ? IPAddress.Loopback : IPAddress.Parse(options.Listen), options.Port, Secure);
        }
    }
}
