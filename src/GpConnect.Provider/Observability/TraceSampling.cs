using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace GpConnect.Provider.Observability;

/// <summary>
/// How many traces go to Azure Monitor, read from OpenTelemetry's variables, which the exporter of all three signals ignores.
/// </summary>
/// <param name="PerSecond">Traces a second; null to sample by <paramref name="Ratio"/>.</param>
/// <param name="Ratio">Share of the traces, 0 to 1; used only without <paramref name="PerSecond"/>.</param>
internal sealed record TraceSampling(double? PerSecond, double Ratio)
{
    private const string Sampler = "OTEL_TRACES_SAMPLER";
    private const string Argument = "OTEL_TRACES_SAMPLER_ARG";

    /// <summary>Null when no sampler is set that Azure Monitor supports; then its default applies.</summary>
    /// <exception cref="ValidationException">The argument does not fit the sampler.</exception>
    public static TraceSampling? Read() => Environment.GetEnvironmentVariable(Sampler) switch
    {
        "always_on" or "parentbased_always_on" => new TraceSampling(null, 1),
        "microsoft.fixed_percentage" or "traceidratio" or "parentbased_traceidratio" => new TraceSampling(null, Number(1)),
        "microsoft.rate_limited" => new TraceSampling(Number(double.MaxValue), 1),
        _ => null,
    };

    private static double Number(double maximum) =>
        double.TryParse(Environment.GetEnvironmentVariable(Argument), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= maximum
            ? number
            : throw new ValidationException($"{Argument} does not fit {Sampler}");
}
