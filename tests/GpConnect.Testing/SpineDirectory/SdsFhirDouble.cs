using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GpConnect.Testing.SpineDirectory;

/// <summary>The SDS FHIR API as spine-clients.md §4.2 describes it. Some ODS codes inject an error: <see cref="ErrorAsync"/>.</summary>
internal sealed class SdsFhirDouble : IAsyncDisposable
{
    public const string Key = "sds-test-key";

    private const string Organisation = "https://fhir.nhs.uk/Id/ods-organization-code|";
    private const string Interaction = "https://fhir.nhs.uk/Id/nhsServiceInteractionId|";
    private const string PartyKey = "https://fhir.nhs.uk/Id/nhsMhsPartyKey|";

    private readonly WebApplication app;
    private readonly Registered registered;
    private int answers;

    private SdsFhirDouble(Registered registered)
    {
        this.registered = registered;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(HandleAsync);
    }

    /// <summary>Path and query of every request, oldest first.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<string> CacheControls { get; } = new();

    public static async Task<SdsFhirDouble> StartAsync(Registered registered)
    {
        var sds = new SdsFhirDouble(registered);
        await sds.app.StartAsync();
        return sds;
    }

    public TestSettings Options() => new() { SdsFhirEndpoint = new Uri(app.Urls.First() + "/spine-directory/FHIR/R4"), SdsApiKey = Key };

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        CacheControls.Enqueue(context.Request.Headers.CacheControl.ToString());
        Requests.Enqueue(context.Request.Path + context.Request.QueryString);
        var parameters = context.Request.Query.SelectMany(row => row.Value.Select(value => (Name: row.Key, Value: value!))).ToList();
        var odsCode = parameters.Find(row => row.Name == "organization").Value?[Organisation.Length..];
        if (await ErrorAsync(context, odsCode))
        {
            return;
        }

        if (context.Request.Headers["apikey"] != Key)
        {
            await AnswerAsync(context, 401, Outcome("ACCESS_DENIED"));
        }
        else if (context.Request.Headers.Accept != "application/fhir+json")
        {
            await AnswerAsync(context, 406, Outcome("MISSING_OR_INVALID_HEADER"));
        }
        else if (Resources(context.Request.Path, parameters, odsCode) is not { } resources)
        {
            await AnswerAsync(context, 400, Outcome("BAD_REQUEST"));
        }
        else
        {
            await AnswerAsync(context, 200, Bundle(resources).ToJsonString());
        }
    }

    private List<JsonObject>? Resources(string path, List<(string Name, string Value)> parameters, string? odsCode)
    {
        var identifiers = parameters.FindAll(row => row.Name == "identifier").ConvertAll(row => row.Value);
        var interaction = identifiers.Find(value => value.StartsWith(Interaction, StringComparison.Ordinal))?[Interaction.Length..];
        var partyKey = identifiers.Find(value => value.StartsWith(PartyKey, StringComparison.Ordinal))?[PartyKey.Length..];
        var supplier = parameters.Find(row => row.Name == "manufacturing-organization").Value?[Organisation.Length..];
        var known = (odsCode is null ? 0 : 1) + (interaction is null ? 0 : 1) + (partyKey is null ? 0 : 1) + (supplier is null ? 0 : 1);
        if (known != parameters.Count || odsCode is null || interaction is null)
        {
            return null;
        }

        return path switch
        {
            "/spine-directory/FHIR/R4/Endpoint" when supplier is null =>
            [
                .. registered.Mhs.Where(mhs => mhs.OdsCode == odsCode && mhs.Interaction == interaction)
                    .SelectMany(mhs => mhs.Endpoints.Select(endpoint => Resource("Endpoint", mhs.PartyKey, "nhsMhsCPAId", "S918999410559", endpoint))),
            ],
            "/spine-directory/FHIR/R4/Device" =>
            [
                .. registered.As.Where(system => system.OdsCode == odsCode && system.Interactions.Contains(interaction)
                        && (partyKey is null || partyKey.Equals(system.PartyKey, StringComparison.OrdinalIgnoreCase))
                        && (supplier is null || supplier.Equals(system.Supplier, StringComparison.OrdinalIgnoreCase)))
                    .Select(system => Resource("Device", system.PartyKey, "nhsSpineASID", system.Asid, null)),
            ],
            _ => null,
        };
    }

    /// <summary>Makes a resource with a new id and with its identifiers in alternating order.</summary>
    private JsonObject Resource(string type, string partyKey, string idName, string id, string? address)
    {
        JsonObject[] identifiers = [Identifier("nhsMhsPartyKey", partyKey), Identifier(idName, id)];
        var resource = new JsonObject
        {
            ["resourceType"] = type,
            ["id"] = Guid.NewGuid().ToString(),
            ["identifier"] = new JsonArray([.. Interlocked.Increment(ref answers) % 2 == 0 ? identifiers : identifiers.Reverse()]),
        };
        if (address is not null)
        {
            resource["address"] = address;
        }

        return resource;
    }

    private static JsonObject Identifier(string system, string value) => new() { ["system"] = $"https://fhir.nhs.uk/Id/{system}", ["value"] = value };

    private static JsonObject Bundle(List<JsonObject> resources) => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = "searchset",
        ["total"] = resources.Count,
        ["entry"] = new JsonArray([.. resources.Select(resource => new JsonObject { ["resource"] = resource, ["search"] = new JsonObject { ["mode"] = "match" } })]),
    };

    private static string Outcome(string code) => new JsonObject
    {
        ["resourceType"] = "OperationOutcome",
        ["issue"] = new JsonArray(new JsonObject { ["severity"] = "error", ["diagnostics"] = code }),
    }.ToJsonString();

    private static async Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/fhir+json";
        await context.Response.WriteAsync(body);
    }

    private static async Task<bool> ErrorAsync(HttpContext context, string? odsCode)
    {
        var known = Bundle([]).ToJsonString();
        switch (odsCode)
        {
            case "F401" or "F404" or "F429" or "F500" or "F502" or "F504":
                await AnswerAsync(context, int.Parse(odsCode[1..]), Outcome("INTERNAL_SERVER_ERROR"));
                return true;
            case "FREDIRECT":
                context.Response.Redirect("http://127.0.0.1:9/");
                return true;
            case "FMALFORMED":
                await AnswerAsync(context, 200, known[..^5]);
                return true;
            case "FHTML":
                await AnswerAsync(context, 200, "<html/>");
                return true;
            case "FNULL":
                await AnswerAsync(context, 200, "null");
                return true;
            case "FOTHER":
                await AnswerAsync(context, 200, Outcome("INTERNAL_SERVER_ERROR"));
                return true;
            case "FTOTAL":
                await AnswerAsync(context, 200, known.Replace("\"total\":0", "\"total\":1", StringComparison.Ordinal));
                return true;
            case "FTYPES":
                await AnswerAsync(context, 200, known.Replace("\"entry\":[]", "\"entry\":[1]", StringComparison.Ordinal));
                return true;
            case "FHUGE":
                await AnswerAsync(context, 200, known + new string(' ', 2 * 1024 * 1024));
                return true;
            case "FDEEP":
                await AnswerAsync(context, 200, string.Concat(Enumerable.Repeat("""{"entry":[""", 100)));
                return true;
            case "FTRUNCATED":
                context.Response.ContentLength = known.Length + 10;
                await context.Response.WriteAsync(known);
                await context.Response.Body.FlushAsync();
                context.Abort();
                return true;
            case "FCUT":
                context.Abort();
                return true;
            case "FSLOW":
                await Task.Delay(TimeSpan.FromSeconds(20), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return true;
            default:
                return false;
        }
    }
}
