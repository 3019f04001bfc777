using GpConnect.Cli.Hosting;
using GpConnect.Foundations.Practices;
using GpConnect.Importing.Records;
using GpConnect.Provider.Hosting;
using GpConnect.Storage.Azure.Cosmos;

namespace GpConnect.Cli.Commands;

/// <summary>
/// Imports the samples beside the executable into a store without any practice. The invented people are for this machine only:
/// other machines may not find them unless the operator allows it.
/// </summary>
internal static class FirstStart
{
    /// <exception cref="CommandException">Other machines would find the people of the samples.</exception>
    public static async Task RefuseSamplesElsewhereAsync(IServiceProvider services, CancellationToken cancellation)
    {
        if (StandaloneHost.IsLocal(services.GetRequiredService<EndpointOptions>()))
        {
            return;
        }

        var practices = await services.GetRequiredService<IPracticeStore>().ListAsync(cancellation);
        if (practices.Where(practice => practice.GpConnect && SamplePractices.Holds(practice)).Select(practice => practice.OdsCode).ToList() is { Count: > 0 } samples)
        {
            throw new CommandException(
                $"{string.Join(" and ", samples)} of the samples would be served to other machines (GPCONNECT_LISTEN): choose another --data, switch them off with 'practice disable', or allow it with --samples.");
        }
    }

    public static async Task ImportSamplesAsync(IServiceProvider services, CancellationToken cancellation)
    {
        // Invented patients do not belong in a real account.
        if (services.GetRequiredService<CosmosOptions>().CosmosEndpoint is { IsLoopback: false })
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
