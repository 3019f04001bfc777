using GpConnect.Cli.Hosting;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Settings;
using GpConnect.Functions;

namespace GpConnect.Harness;

/// <summary>The provider as it is, or with the audit write alone left out, which nothing but this build can do.</summary>
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
