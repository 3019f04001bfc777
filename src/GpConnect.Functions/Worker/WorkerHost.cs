using GpConnect.Foundations.Settings;
using GpConnect.Hosting;
using GpConnect.Provider.Health;
using GpConnect.Provider.Hosting;
using GpConnect.Provider.MutualTls;
using GpConnect.Provider.Observability;
using GpConnect.Provider.Requests;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Logging.Console;

namespace GpConnect.Functions.Worker;

/// <summary>The isolated worker of an Azure Functions host, which starts this executable and calls it by gRPC and HTTP.</summary>
internal static class WorkerHost
{
    /// <param name="arguments">Those of the host, with the address of its gRPC service.</param>
    public static IHost Build(string[] arguments, ProviderSettings settings)
    {
        var limits = WorkerLimits.Of(settings.Get<LimitOptions>());
        var builder = FunctionsApplication.CreateBuilder(arguments);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<RequestPipelineMiddleware>();
        builder.Logging.ClearProviders();
        ProviderHost.ConfigureLogging(builder.Logging, settings.Get<LogOptions>(), logsRequests: false);
        builder.Logging.AddConsoleFormatter<WorkerConsoleFormatter, ConsoleFormatterOptions>();
        builder.Services
            .AddProvider(settings.With(limits))
            .AddClientCertificates(settings.Get<ClientCertificateOptions>())
            .AddHostedService(services => services.GetRequiredService<Draining>())
            .Configure<KestrelServerOptions>(kestrel => WorkerLimits.Apply(kestrel, limits))
            .Configure<SocketTransportOptions>(ServerLimits.Apply)
            .Configure<ConsoleLoggerOptions>(console => console.FormatterName = WorkerConsoleFormatter.FormatterName)

            // Any caller could send these headers; URLs come from the settings.
            .PostConfigure<ForwardedHeadersOptions>(headers => headers.ForwardedHeaders = ForwardedHeaders.None);
        builder.AddTelemetry();
        var host = builder.Build();

        // A setting that the middleware cannot use ends the start, not the first request.
        host.Services.GetRequiredService<RequestPipelineMiddleware>();
        return host;
    }

    private static IServiceCollection AddClientCertificates(this IServiceCollection services, ClientCertificateOptions options) =>
        options.ClientCertificateHeader is { } header
            ? services.AddClientCertificates(options, context => ClientCertificates.InHeader(context, header))
            : services.AddSingleton(ClientCertificates.NotRequired);
}
