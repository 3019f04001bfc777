using GpConnect.Foundations.Pds;
using GpConnect.Spine.Connections;

namespace GpConnect.Spine.SpineMiniServices;

internal static class SmspServices
{
    public static IServiceCollection AddSpineMiniServices(this IServiceCollection services) => services
        .AddSingleton(provider => SmspConnections.Open(
            provider.GetRequiredService<SmspOptions>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SmspConnections>>()))
        .AddSingleton(provider => new PdsCircuit<SmspExchange>(
            exchange => exchange is SmspExchange.Failed failed ? failed.Sign : PdsSign.Answer,
            exchange => (exchange as SmspExchange.Failed)?.RepeatAfter,
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<SmspRequest>()
        .AddSingleton<SmspClient>()
        .AddSingleton<IPdsGateway, SmspGateway>();
}
