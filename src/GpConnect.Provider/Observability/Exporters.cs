using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using GpConnect.Foundations;
using GpConnect.Foundations.Observability;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace GpConnect.Provider.Observability;

/// <summary>Sends traces, metrics and logs to OTLP and to Azure Monitor, whichever is configured (docs/observability.md).</summary>
internal static class Exporters
{
    /// <remarks>
    /// The instrumentation packages of ASP.NET Core and HttpClient stay out: they record URLs, and URLs hold NHS numbers and
    /// ids. Logs pass the same filters as those of the console.
    /// </remarks>
    public static void Add(WebApplicationBuilder builder, TelemetrySettings settings)
    {
        builder.Configuration.AddInMemoryCollection(StandardVariables());
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(Describe)
            .WithTracing(tracing => tracing.AddSource(Telemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name))
            .WithLogging();
        if (settings.ToOtlp)
        {
            telemetry.UseOtlpExporter();
        }

        if (settings.ToAzureMonitor)
        {
            telemetry.UseAzureMonitorExporter(options => Configure(options, settings));
        }
    }

    /// <summary>The host reads no environment; OpenTelemetry finds its own variables in the host's configuration.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> StandardVariables() =>
        new ConfigurationBuilder().AddEnvironmentVariables().Build().AsEnumerable()
            .Where(variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal)
                || variable.Key.StartsWith("APPLICATIONINSIGHTS_", StringComparison.Ordinal));

    /// <summary>OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last, as the last one wins.</summary>
    private static void Describe(ResourceBuilder resource) => resource
        .Clear()
        .AddTelemetrySdk()
        .AddService("gpconnect-foundations", serviceVersion: ProductVersion.Text)
        .AddEnvironmentVariableDetector();

    private static void Configure(AzureMonitorExporterOptions options, TelemetrySettings settings)
    {
        // Traces are sampled; an error that is logged must not get lost with its trace.
        options.EnableTraceBasedLogsSampler = false;
        if (settings.Sampling is { } sampling)
        {
            options.TracesPerSecond = sampling.PerSecond;
            options.SamplingRatio = (float)sampling.Ratio;
        }

        if (settings.Identity)
        {
            options.Credential = settings.ClientId is null
                ? new DefaultAzureCredential()
                : new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = settings.ClientId });
        }
    }
}
