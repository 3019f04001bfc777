using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Records;

namespace GpConnect.Provider.Observability;

internal static class TelemetryServices
{
    /// <summary>What spans and measurements are made with; it costs next to nothing until something listens.</summary>
    public static IServiceCollection AddInstruments(this IServiceCollection services) => services
        .AddMetrics()
        .AddSingleton<Instruments>()
        .AddSingleton<RequestTelemetry>()
        .AddSingleton<RequestLog>()
        .AddSingleton<StoreMetrics>();

    /// <summary>Measures the dependencies registered so far, and exports telemetry if the environment configures it.</summary>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">A variable of telemetry is not valid.</exception>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services
            .Wrap<IResourceStore>((provider, store) =>
                new MeasuredResourceStore(store, Meter(provider, "store", provider.GetRequiredService<StoreKind>().Name)))
            .Wrap<IPdsGateway>((provider, pds) => new MeasuredPdsGateway(pds, Meter(provider, "pds")))
            .Wrap<IAuditTrail>((provider, trail) => new MeasuredAuditTrail(trail, Meter(provider, "audit")));

        var settings = TelemetrySettings.Read();
        if (settings.ToOtlp || settings.ToAzureMonitor)
        {
            // Only this line needs the OpenTelemetry packages, so they are not loaded unless telemetry is exported.
            Exporters.Add(builder, settings);
        }
    }

    private static DependencyMeter Meter(IServiceProvider provider, string dependency, string? system = null) => new(
        provider.GetRequiredService<Instruments>(),
        provider.GetRequiredService<TimeProvider>(),
        dependency,
        system);

    /// <summary>Wraps the implementation that was registered last.</summary>
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
