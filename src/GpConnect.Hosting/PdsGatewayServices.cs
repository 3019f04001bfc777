using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Settings;
using GpConnect.Provider.Health;
using GpConnect.Spine.PdsFhir;
using GpConnect.Spine.SpineMiniServices;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Hosting;

/// <summary>Registers the gateway to PDS that <see cref="PdsOptions.PdsGateway"/> names.</summary>
internal static class PdsGatewayServices
{
    // Reads and most searches work without PDS, so its loss must not take every instance out of service.
    private const HealthStatus WithoutPds = HealthStatus.Degraded;

    public static IServiceCollection AddPdsGateway(this IServiceCollection services, ProviderSettings settings) => settings.Get<PdsOptions>().PdsGateway switch
    {
        PdsOptions.Embedded => services.AddSingleton<IPdsGateway, EmbeddedPdsGateway>().AddDependencyCheck<EmbeddedPdsCheck>("pds", WithoutPds),
        PdsOptions.PdsFhir => services.AddPdsFhir(settings.Get<PdsFhirOptions>()).AddDependencyCheck<PdsFhirCheck>("pds", WithoutPds),
        PdsOptions.Smsp => services.AddSpineMiniServices().AddDependencyCheck<SmspCheck>("pds", WithoutPds),
        _ => throw new InvalidOperationException("PdsGateway has a value that its validation should have refused."),
    };
}
