using System.Data.Common;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace GpConnect.Functions.Observability;

/// <summary>Sends traces, metrics and logs to OTLP and to Azure Monitor, whichever is configured (docs/observability.md).</summary>
internal static class Exporters
{
    private const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <remarks>
    /// The instrumentation packages of ASP.NET Core and HttpClient stay out: they record URLs, and URLs hold NHS numbers and
    /// ids. Logs pass the same filters as those of the console.
    /// </remarks>
    public static void Add(WebApplicationBuilder builder, bool toOtlp, bool toAzureMonitor)
    {
        builder.Configuration.AddInMemoryCollection(StandardVariables());
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(Describe)
            .WithTracing(tracing => tracing.AddSource(Telemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name))
            .WithLogging();
        if (toOtlp)
        {
            telemetry.UseOtlpExporter();
        }

        if (toAzureMonitor)
        {
            telemetry.UseAzureMonitorExporter(Configure);
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

    private static void Configure(AzureMonitorExporterOptions options)
    {
        options.Credential = Credential(Environment.GetEnvironmentVariable(Authentication));

        // Traces are sampled; an error that is logged must not get lost with its trace.
        options.EnableTraceBasedLogsSampler = false;
    }

    /// <summary>The identity that <c>Authorization=AAD</c> asks for, with <c>ClientId</c> a user-assigned one.</summary>
    private static DefaultAzureCredential? Credential(string? authentication)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = authentication };
        if (!parts.TryGetValue("Authorization", out var authorization) || !"AAD".Equals((string)authorization, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var options = new DefaultAzureCredentialOptions();
        if (parts.TryGetValue("ClientId", out var clientId))
        {
            options.ManagedIdentityClientId = (string)clientId;
        }

        return new DefaultAzureCredential(options);
    }
}
