using GpConnect.Cli.Hosting;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Output;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Settings;
using GpConnect.Provider.Hosting;
using GpConnect.Provider.Observability;
using GpConnect.Storage.Azure.Cosmos;
using GpConnect.Storage.Sqlite;

namespace GpConnect.Cli.Commands;

/// <summary>What a developer needs first: where the data is, the service roots, and a request that returns a patient.</summary>
internal static class Greeting
{
    public static async Task WriteAsync(WebApplication app, CancellationToken cancellation)
    {
        var settings = app.Services.GetRequiredService<ProviderSettings>();
        var (endpoint, root) = (settings.Get<EndpointOptions>(), settings.Get<ServiceRootOptions>());
        var server = LocalServer.Of(endpoint, new Uri(app.Urls.First()).Port);
        var stored = await app.Services.GetRequiredService<IPracticeStore>().ListAsync(cancellation);
        var practices = stored.Where(practice => root.SinglePractice is null || practice.OdsCode == root.SinglePractice).ToList();
        WriteDataLocation(settings);
        foreach (var practice in practices)
        {
            Console.WriteLine($"{server.RootOf(root, practice.OdsCode).Url}  ODS {practice.OdsCode}  ASID {practice.Asid}{(practice.GpConnect ? "" : "  (switched off)")}");
        }

        if (practices.FirstOrDefault(SamplePractices.Holds) is { } sample)
        {
            WriteRequest(root, server, sample);
        }

        if (StandaloneHost.IsLocal(endpoint) && settings.Get<LogOptions>().LogLevel is null)
        {
            Console.WriteLine("GPCONNECT_LOGLEVEL=Information shows a line for each request.");
        }

        Console.WriteLine(practices.Count == 0 ? $"Serving at {server.Url}, without any practice: use 'import' or 'practice add'." : "Ctrl-C stops.");
    }

    private static void WriteDataLocation(ProviderSettings settings)
    {
        if (settings.Get<CosmosOptions>() is { CosmosEndpoint: { } account } cosmos)
        {
            Console.WriteLine($"Data: Cosmos DB at {account}, database {cosmos.CosmosDatabase}.");
            return;
        }

        Console.WriteLine($"Data: {Path.GetFullPath(settings.Get<EmbeddedStoreOptions>().DataFolder)}; --data or GPCONNECT_DATAFOLDER chooses another folder.");
        Console.WriteLine($"To start from scratch, stop and delete these files in it: {string.Join(", ", LostStore.Files)}. This deletes the records, the audit trail and the key.");
    }

    private static void WriteRequest(ServiceRootOptions root, LocalServer server, Practice sample)
    {
        Console.WriteLine("A first request; its token lasts five minutes, 'token' makes new ones:");
        if (server.CurlOptions.Count > 0)
        {
            Console.WriteLine($"(replace {LocalServer.ClientCertificate} and {LocalServer.ClientKey} with a certificate and its key that GPCONNECT_CLIENTROOTS and GPCONNECT_SPINEPROXYNAMES allow)");
        }

        var request = new CurlLine.Request(ReadPatient, sample, server.RootOf(root, sample.OdsCode), SamplePractices.FirstPatient, null);
        SafeWriter.WriteLines(Console.Out, CurlLine.Build(request, server.CurlOptions, TimeProvider.System.GetUtcNow()));
    }

    private static Interaction ReadPatient =>
        Interaction.All.Single(row => row is { Kind: InteractionKind.Read, ResourceType: "Patient" });
}
