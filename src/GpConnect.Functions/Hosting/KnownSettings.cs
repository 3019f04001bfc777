using GpConnect.Functions.Audit;
using GpConnect.Functions.Capabilities;
using GpConnect.Functions.Demographics;
using GpConnect.Functions.Demographics.PdsFhir;
using GpConnect.Functions.Demographics.SpineMiniServices;
using GpConnect.Functions.Interactions.Registration;
using GpConnect.Functions.MutualTls;
using GpConnect.Functions.Observability;
using GpConnect.Functions.Pipeline;
using GpConnect.Functions.Practices;
using GpConnect.Functions.Settings;
using GpConnect.Functions.Spine;
using GpConnect.Functions.SpineDirectory;
using GpConnect.Functions.Storage.Cosmos;
using GpConnect.Functions.Storage.Sqlite;

namespace GpConnect.Functions.Hosting;

/// <summary>The settings of all features.</summary>
internal static class KnownSettings
{
    public static SettingNames Names { get; } = new(
        typeof(EndpointOptions),
        typeof(ClientCertificateOptions),
        typeof(ServiceRootOptions),
        typeof(TokenOptions),
        typeof(LimitOptions),
        typeof(CapabilityOptions),
        typeof(LogOptions),
        typeof(RegistrationOptions),
        typeof(AuditOptions),
        typeof(EmbeddedStoreOptions),
        typeof(CosmosOptions),
        typeof(PdsOptions),
        typeof(PdsFhirOptions),
        typeof(SmspOptions),
        typeof(SdsOptions));

    public static IServiceCollection AddSettings(this IServiceCollection services, ProviderSettings settings)
    {
        foreach (var options in settings.Options)
        {
            services.AddSingleton(options.GetType(), options);
        }

        return services.AddSingleton(settings);
    }
}
