using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Provider.Health;

internal static class HealthServices
{
    /// <summary>Time limit of one check; a dependency that takes longer counts as down.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>The checks that apply to every store; those of a particular store are registered with it.</summary>
    public static IServiceCollection AddProviderHealth(this IServiceCollection services) => services
        .AddDependencyCheck<RecordsCheck>("records")
        .AddDependencyCheck<PracticesCheck>("practices")
        .AddDependencyCheck<TasksCheck>("tasks")

        // The framework would log the exceptions of checks in full; ProviderHealth logs only the safe parts.
        .AddLogging(logging => logging.AddFilter(typeof(HealthCheckService).Namespace, LogLevel.None))
        .AddSingleton<ProviderHealth>();

    /// <param name="name">Name of the dependency in the answer of the probe.</param>
    /// <param name="failure"><see cref="HealthStatus.Degraded"/> for a dependency without which most requests still succeed.</param>
    public static IServiceCollection AddDependencyCheck<T>(this IServiceCollection services, string name, HealthStatus failure = HealthStatus.Unhealthy)
        where T : class, IHealthCheck
    {
        services.AddHealthChecks().AddCheck<T>(name, failure, [], Timeout);
        return services;
    }
}
