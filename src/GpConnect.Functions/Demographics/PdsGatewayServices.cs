using GpConnect.Functions.Demographics.PdsFhir;
using GpConnect.Functions.Demographics.SpineMiniServices;
using GpConnect.Functions.Health;
using GpConnect.Functions.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Functions.Demographics;

/// <summary>The way to PDS that <see cref="PdsOptions.PdsGateway"/> names.</summary>
internal static class PdsGatewayServices
{
    public const string Embedded = "embedded";
    public const string PdsFhir = "pds-fhir";
    public const string Smsp = "smsp";

    // Reads and most searches go on without PDS, so that its loss must not take every instance out of service.
    private const HealthStatus WithoutPds = HealthStatus.Degraded;

    public static IServiceCollection AddPdsGateway(this IServiceCollection services, ProviderSettings settings) => settings.Get<PdsOptions>().PdsGateway switch
    {
        Embedded => services.AddSingleton<IPdsGateway, EmbeddedPdsGateway>().AddDependencyCheck<EmbeddedPdsCheck>("pds", WithoutPds),
        PdsFhir => services.AddPdsFhir(settings.Get<PdsFhirOptions>()).AddDependencyCheck<PdsFhirCheck>("pds", WithoutPds),
        Smsp => services.AddSpineMiniServices().AddDependencyCheck<SmspCheck>("pds", WithoutPds),
        _ => throw new InvalidOperationException("PdsGateway is not one that its validation lets through."),
    };
}
