using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using GpConnect.Cli.Commands;
using GpConnect.Cli.Hosting;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Settings;
using GpConnect.Hosting;
using GpConnect.Storage.Azure.Cosmos;

namespace GpConnect.Harness;

/// <summary>
/// Counts what the Cosmos DB SDK does per request: its operations, by its own spans, and the requests that its HTTP client sends,
/// including repetitions. The trace id distinguishes the request from background work.
/// </summary>
internal static class ChargesRun
{
    private const string Operations = "Azure.Cosmos.Operation";
    private const string Http = "System.Net.Http";
    private const string NhsNumber = "https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C";

    /// <summary>An NHS number that no patient of the practice has.</summary>
    private const string UnknownNumber = "9000000009";

    private static readonly ConcurrentQueue<Activity> Spans = new();

    public static async Task<int> RunAsync()
    {
        var (settings, _) = SettingsReader.Read(KnownSettings.Names, Environment.GetEnvironmentVariables());
        await using var app = StandaloneHost.Build(settings);
        using var listener = Listen(app.Services.GetRequiredService<CosmosDatabase>());
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri($"{app.Urls.First()}/{SampleData.OdsCode}/STU3/1/gpconnect/") };
        var read = (Id: "rest:read:patient-1", Path: $"Patient/{SampleData.Id(0)}");
        await SendAsync(client, read.Id, read.Path);

        Console.WriteLine("| interaction | point reads | queries | other operations | requests sent | charge |");
        Console.WriteLine("|---|---|---|---|---|---|");
        await CountAsync(client, "read of a Patient", read.Id, read.Path, 1);
        await CountAsync(client, "search for a Patient, one match", "rest:search:patient-1", $"Patient?identifier={NhsNumber}{SampleData.Numbers(1)[0]}", 2);
        await CountAsync(client, "search for a Patient, no match", "rest:search:patient-1", $"Patient?identifier={NhsNumber}{UnknownNumber}", 1);
        await CountAsync(client, "metadata", "rest:read:metadata-1", "metadata", 0);
        await Task.Delay(PracticeDirectory.MaximumAge, TimeProvider.System);
        await ReportAsync(client, "read of a Patient, practice not seen for two seconds", read.Id, read.Path, 2);
        return 0;
    }

    /// <summary>The SDK makes spans only if its options enable them; it reads the options in each call.</summary>
    private static ActivityListener Listen(CosmosDatabase database)
    {
        database.Records.Database.Client.ClientOptions.CosmosClientTelemetryOptions.DisableDistributedTracing = false;
        AppContext.SetSwitch("Azure.Experimental.EnableActivitySource", true);
        var account = database.Records.Database.Client.Endpoint.Port;
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Operations or Http or Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (span.GetTagItem("server.port") is int port && port == account)
                {
                    Spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>Counts a request whose practice a previous request has just read.</summary>
    private static async Task CountAsync(HttpClient client, string title, string interaction, string path, int expectedReads)
    {
        await SendAsync(client, "rest:read:metadata-1", "metadata");
        await ReportAsync(client, title, interaction, path, expectedReads);
    }

    private static async Task ReportAsync(HttpClient client, string title, string interaction, string path, int expectedReads)
    {
        var trace = await SendAsync(client, interaction, path);
        var spans = Spans.Where(span => span.TraceId == trace).ToLookup(span => span.Source.Name);
        var operations = spans[Operations].ToLookup(span => span.GetTagItem("db.operation.name") as string);
        var (reads, queries) = (operations["read_item"].Count(), operations["query_items"].Count());
        var (all, sent) = (spans[Operations].Count(), spans[Http].Count());
        var charge = spans[Operations].Sum(span => Convert.ToDouble(span.GetTagItem("azure.cosmosdb.request.request_charge"), CultureInfo.InvariantCulture));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {title} | {reads} | {queries} | {all - reads - queries} | {sent} | {charge:F1} |"));
        if (reads != expectedReads || all != reads || sent != reads)
        {
            throw new InvalidOperationException($"{title}: {expectedReads} point reads and nothing else were expected.");
        }
    }

    private static async Task<ActivityTraceId> SendAsync(HttpClient client, string interactionId, string path)
    {
        var interaction = Interaction.All.Single(row => row.ShortId == interactionId);
        using var call = new Activity("call").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Headers =
            {
                { "Ssp-TraceID", "09a01679-2564-0fb4-5129-aecc81ea2706" },
                { "Ssp-From", "200000000359" },
                { "Ssp-To", SampleData.Asid },
                { "Ssp-InteractionID", interaction.Id },
                { "Authorization", $"Bearer {DeveloperToken.Create(interaction, "https://authorize.fhir.nhs.net/token", TimeProvider.System.GetUtcNow())}" },
            },
        };
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return call.TraceId;
    }
}
