using System.ComponentModel.DataAnnotations;
using System.Data.Common;

namespace GpConnect.Provider.Observability;

/// <summary>
/// Where telemetry goes, read from the variables of OpenTelemetry and Application Insights. They are checked here, because
/// OpenTelemetry itself would ignore an invalid one silently, or fail with a stack trace.
/// </summary>
/// <param name="ToOtlp">Whether there is an OTLP endpoint.</param>
/// <param name="ToAzureMonitor">Whether there is a connection string.</param>
/// <param name="Identity">Whether the process authenticates to Azure Monitor with its own identity.</param>
/// <param name="ClientId">
/// Client id of the user-assigned identity; null for the one that AZURE_CLIENT_ID names, or the system-assigned one.
/// </param>
/// <param name="Sampling">How many traces go to Azure Monitor; null for its default.</param>
internal sealed record TelemetrySettings(bool ToOtlp, bool ToAzureMonitor, bool Identity, string? ClientId, TraceSampling? Sampling)
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <exception cref="ValidationException">A variable is set and not valid.</exception>
    public static TelemetrySettings Read()
    {
        var endpoint = Variable(OtlpEndpoint);
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            throw new ValidationException($"{OtlpEndpoint} is not an http or https URL");
        }

        var connection = Pairs(ConnectionString);
        if (connection?.ContainsKey("InstrumentationKey") is false)
        {
            throw new ValidationException($"{ConnectionString} has no InstrumentationKey");
        }

        var authentication = Pairs(Authentication);
        if (authentication is not null && !"AAD".Equals(Value(authentication, "Authorization"), StringComparison.OrdinalIgnoreCase))
        {
            throw new ValidationException($"{Authentication} does not say Authorization=AAD");
        }

        return new TelemetrySettings(endpoint is not null, connection is not null, authentication is not null, Value(authentication, "ClientId"), TraceSampling.Read());
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    private static DbConnectionStringBuilder? Pairs(string name)
    {
        if (Variable(name) is not { } value)
        {
            return null;
        }

        try
        {
            return new DbConnectionStringBuilder { ConnectionString = value };
        }
        catch (ArgumentException)
        {
            throw new ValidationException($"{name} is not a list of names and values");
        }
    }

    private static string? Value(DbConnectionStringBuilder? pairs, string name) =>
        pairs is not null && pairs.TryGetValue(name, out var value) ? (string)value : null;
}
