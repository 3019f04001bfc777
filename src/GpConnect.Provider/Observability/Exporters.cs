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
    /// The instrumentation packages of ASP.NET Core and HttpClient are not used: they record URLs, and URLs hold NHS numbers and
    /// ids. Exported logs pass the same filters as those of the console.
    /// </remarks>
    public static void Add(IHostApplicationBuilder builder, TelemetrySettings settings)
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

    /// <summary>The host's configuration leaves out the environment, but OpenTelemetry reads its own variables from there.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> StandardVariables() =>
        new ConfigurationBuilder().AddEnvironmentVariables().Build().AsEnumerable()
            .Where(variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal)
                || variable.Key.StartsWith("APPLICATIONINSIGHTS_", StringComparison.Ordinal));

    /// <summary>OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES are added last, because the last value wins.</summary>
    private static void Describe(ResourceBuilder resource) => resource
        .Clear()
        .AddTelemetrySdk()
        .AddService("gpconnect-foundations", serviceVersion: ProductVersion.Text)
        .AddEnvironmentVariableDetector();

    private static void Configure(AzureMonitorExporterOptions options, TelemetrySettings settings)
    {
        // Traces are sampled; a logged error must not be dropped with its trace.
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
