using GpConnect.Foundations.Background;
using GpConnect.Provider.Observability;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GpConnect.Testing.Hosting;

/// <summary>Creates background tasks outside a provider.</summary>
internal static class Background
{
    public static BackgroundTasks Tasks(TimeProvider clock, ILoggerProvider? log = null) => new ServiceCollection()
        .AddLogging(logging => _ = log is null ? logging : logging.AddProvider(log))
        .AddSingleton(clock)
        .AddInstruments()
        .AddSingleton<BackgroundTasks>()
        .BuildServiceProvider()
        .GetRequiredService<BackgroundTasks>();
}
