using GpConnect.Cli.Hosting;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Settings;
using GpConnect.Hosting;

namespace GpConnect.Harness;

/// <summary>Runs the provider unchanged, or without only the audit write, which is possible only in this build.</summary>
internal static class AuditRun
{
    public static async Task<int> RunAsync(bool isAudited)
    {
        var (settings, _) = SettingsReader.Read(KnownSettings.Names, Environment.GetEnvironmentVariables());
        await using var app = StandaloneHost.Build(settings, services =>
        {
            if (!isAudited)
            {
                services.AddSingleton<IAuditTrail, NoTrail>();
            }
        });
        await app.RunAsync();
        return 0;
    }

    private sealed class NoTrail : IAuditTrail
    {
        public ValueTask AppendAsync(AuditEntry entry) => ValueTask.CompletedTask;
    }
}
