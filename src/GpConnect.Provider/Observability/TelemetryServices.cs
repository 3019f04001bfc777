using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Records;

namespace GpConnect.Provider.Observability;

internal static class TelemetryServices
{
    /// <summary>What spans and measurements are made with; it does next to nothing until somebody listens.</summary>
    public static IServiceCollection AddInstruments(this IServiceCollection services) => services
        .AddMetrics()
        .AddSingleton<Instruments>()
        .AddSingleton<RequestTelemetry>()
        .AddSingleton<RequestLog>()
        .AddSingleton<StoreMetrics>();

    /// <summary>Measures the dependencies that are registered by now, and exports where the environment says so.</summary>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">The environment says it wrongly.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services
            .Wrap<IResourceStore>((provider, store) =>
                new MeasuredResourceStore(store, Meter(provider, "store", provider.GetRequiredService<StoreKind>().Name)))
            .Wrap<IPdsGateway>((provider, pds) => new MeasuredPdsGateway(pds, Meter(provider, "pds")))
            .Wrap<IAuditTrail>((provider, trail) => new MeasuredAuditTrail(trail, Meter(provider, "audit")));

        var settings = TelemetrySettings.Read();
        if (settings.ToOtlp || settings.ToAzureMonitor)
        {
            // Nothing before this line needs the OpenTelemetry packages, so that they are not loaded in vain.
            Exporters.Add(builder, settings);
        }
    }

    private static DependencyMeter Meter(IServiceProvider provider, string dependency, string? system = null) => new(
        provider.GetRequiredService<Instruments>(),
        provider.GetRequiredService<TimeProvider>(),
        dependency,
        system);

    /// <summary>Puts another implementation around the one that is registered last.</summary>
    private static IServiceCollection Wrap<T>(this IServiceCollection services, Func<IServiceProvider, T, T> wrap)
        where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T));
        return services.AddSingleton(provider => wrap(provider, (T)Create(provider, inner)));
    }

    private static object Create(IServiceProvider provider, ServiceDescriptor service) =>
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!);
}
