using GpConnect.Functions.Hosting;
using GpConnect.Functions.Importing;
using GpConnect.Functions.Practices;

namespace GpConnect.Functions.Commands;

/// <summary>A store without any practice is filled with the samples that lie beside the executable.</summary>
internal static class FirstStart
{
    public static async Task ImportSamplesAsync(IServiceProvider services, CancellationToken cancellation)
    {
        // Nobody wants invented patients in an account.
        if (services.GetRequiredService<ProviderOptions>().CosmosEndpoint is { IsLoopback: false })
        {
            return;
        }

        var folder = Path.Combine(AppContext.BaseDirectory, "samples");
        var practices = await services.GetRequiredService<IPracticeStore>().ListAsync(cancellation);
        if (practices.Count > 0 || !Directory.Exists(folder))
        {
            return;
        }

        var report = new ImportReport(Console.WriteLine);
        await CommandStore.Importer(services, isDry: false).RunAsync(folder, null, report, cancellation);
        Console.WriteLine($"First start, samples imported: {report.Counts()}");
    }
}
