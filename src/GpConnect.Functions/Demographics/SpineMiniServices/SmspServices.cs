using GpConnect.Functions.Hosting;

namespace GpConnect.Functions.Demographics.SpineMiniServices;

internal static class SmspServices
{
    public static IServiceCollection AddSpineMiniServices(this IServiceCollection services, ProviderOptions options) => services
        .AddSingleton(provider => SmspConnections.Open(
            options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SmspConnections>>()))
        .AddSingleton<SmspRequest>()
        .AddSingleton<SmspClient>()
        .AddSingleton<IPdsGateway, SmspGateway>();
}
