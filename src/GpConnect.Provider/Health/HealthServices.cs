using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Provider.Health;

internal static class HealthServices
{
    /// <summary>A dependency that takes longer counts as down.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>The checks that hold for any store; what belongs to one store is registered with it.</summary>
    public static IServiceCollection AddProviderHealth(this IServiceCollection services) => services
        .AddDependencyCheck<RecordsCheck>("records")
        .AddDependencyCheck<PracticesCheck>("practices")
        .AddDependencyCheck<TasksCheck>("tasks")

        // The framework logs whole exceptions of checks; ProviderHealth logs what may be logged of them.
        .AddLogging(logging => logging.AddFilter(typeof(HealthCheckService).Namespace, LogLevel.None))
        .AddSingleton<ProviderHealth>();

    /// <param name="name">What the probe calls the dependency.</param>
    /// <param name="failure"><see cref="HealthStatus.Degraded"/> for a dependency without which most calls still succeed.</param>
    public static IServiceCollection AddDependencyCheck<T>(this IServiceCollection services, string name, HealthStatus failure = HealthStatus.Unhealthy)
        where T : class, IHealthCheck
    {
        services.AddHealthChecks().AddCheck<T>(name, failure, [], Timeout);
        return services;
    }
}
