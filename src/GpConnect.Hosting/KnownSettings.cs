using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Registration;
using GpConnect.Foundations.Settings;
using GpConnect.Provider.Capabilities;
using GpConnect.Provider.Hosting;
using GpConnect.Provider.MutualTls;
using GpConnect.Provider.Observability;
using GpConnect.Provider.Requests;
using GpConnect.Provider.Tokens;
using GpConnect.Spine.PdsFhir;
using GpConnect.Spine.SpineDirectory;
using GpConnect.Spine.SpineMiniServices;
using GpConnect.Storage.Azure.Cosmos;
using GpConnect.Storage.Sqlite;

namespace GpConnect.Hosting;

/// <summary>The settings of all features.</summary>
internal static class KnownSettings
{
    public static SettingNames Names { get; } = new(
        typeof(EndpointOptions),
        typeof(ClientCertificateOptions),
        typeof(ServiceRootOptions),
        typeof(BearerTokenOptions),
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
