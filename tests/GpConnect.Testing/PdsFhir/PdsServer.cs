using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GpConnect.Foundations.Pds;
using GpConnect.Testing.EndToEnd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GpConnect.Testing.PdsFhir;

/// <summary>
/// A test double of PDS FHIR and its token endpoint: a server on loopback that is called over real sockets (spine-clients.md §5).
/// It holds the people that a test adds; a test can also write the response for a number itself.
/// </summary>
internal sealed class PdsServer : IAsyncDisposable
{
    private const string Base = "/personal-demographics/FHIR/R4";
    private const string Codes = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode";

    private static readonly Lazy<RSA> SharedKey = new(() => RSA.Create(2048));

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> held = new();
    private readonly ConcurrentQueue<PdsServerRequest> requests = new();

    private PdsServer(TimeProvider clock)
    {
        Tokens = new TokenIssuer(clock);
        Tokens.Keys[TokenIssuer.KeyId] = SharedKey.Value;
        WriteKey(SharedKey.Value.ExportPkcs8PrivateKeyPem());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(context => context.Request.Path == TokenIssuer.Path ? Tokens.HandleAsync(context) : HandleAsync(context));
    }

    public TokenIssuer Tokens { get; }

    /// <summary>Path of the file with the application's private key.</summary>
    public string KeyFile { get; } = Path.Combine(TestFolders.New(), "pds.pem");

    public Uri Endpoint => new(app.Urls.First() + Base);

    public Uri TokenEndpoint => new(app.Urls.First() + TokenIssuer.Path);

    /// <summary>Finds the people whom no test has added here; null for an unknown number.</summary>
    public Func<string, ValueTask<PdsRecord?>> Others { get; set; } = _ => default;

    /// <summary>Whether a request needs a token; false for the public sandbox.</summary>
    public bool RequiresToken { get; set; } = true;

    /// <summary>Every look-up received so far, oldest first.</summary>
    public IReadOnlyList<PdsServerRequest> Requests => [.. requests];

    public static async Task<PdsServer> StartAsync(TimeProvider? clock = null)
    {
        var server = new PdsServer(clock ?? TimeProvider.System);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>Sets up a provider to query this server.</summary>
    public void Configure(TestSettings options)
    {
        options.PdsGateway = "pds-fhir";
        options.PdsRequestsPerSecond = 1000;
        options.PdsFhirEndpoint = Endpoint;
        options.PdsFhirTokenEndpoint = TokenEndpoint;
        options.PdsFhirApiKey = TokenIssuer.ApiKey;
        options.PdsFhirKeyId = TokenIssuer.KeyId;
        options.PdsFhirPrivateKey = KeyFile;
    }

    /// <summary>Replaces the application's key.</summary>
    public void WriteKey(string pem)
    {
        PatientDataMarkers.NoteSecret(pem);
        File.WriteAllText(KeyFile, pem);
    }

    /// <summary>Holds a record; for an invalid one, the response is that of PDS (spine-clients.md §1.6).</summary>
    public void Hold(string nhsNumber, PdsRecord record) => held[nhsNumber] = context => AnswerAsync(context, record);

    public void Hold(string nhsNumber, JsonObject patient) => held[nhsNumber] = context => AnswerAsync(context, 200, patient.ToJsonString());

    /// <summary>Lets <paramref name="answer"/> write the response for a number.</summary>
    public void On(string nhsNumber, Func<HttpContext, Task> answer) => held[nhsNumber] = answer;

    public static Task RefuseAsync(HttpContext context, int status, string code, string issueCode = "value", string contentType = "application/fhir+json") =>
        AnswerAsync(context, status, Outcome(code, issueCode).ToJsonString(), contentType);

    public static Task AnswerAsync(HttpContext context, int status, string body, string contentType = "application/fhir+json")
    {
        PatientDataMarkers.Note(Encoding.UTF8.GetBytes(body));
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body);
    }

    public static JsonObject Outcome(string code, string issueCode) => new()
    {
        ["resourceType"] = "OperationOutcome",
        ["issue"] = new JsonArray(new JsonObject
        {
            ["severity"] = code == "RESOURCE_NOT_FOUND" ? "information" : "error",
            ["code"] = issueCode,
            ["details"] = new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject { ["system"] = Codes, ["version"] = "1", ["code"] = code, ["display"] = "Shown to nobody" }),
            },
            ["diagnostics"] = "Diagnostics that may repeat 9000000009",
        }),
    };

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static Task AnswerAsync(HttpContext context, PdsRecord record) => record.IsInvalid
        ? RefuseAsync(context, 404, "INVALIDATED_RESOURCE", "processing")
        : AnswerAsync(context, 200, PdsPatientJson.From(record).ToJsonString());

    private async Task HandleAsync(HttpContext context)
    {
        var request = PdsServerRequest.Of(context.Request);
        requests.Enqueue(request);
        await (Refuse(context, request) ?? FindAsync(context, request.Path.Split('/')[^1]));
    }

    /// <summary>Makes the checks in the order of the public sandbox (spine-clients.md §1.8); null for a valid request.</summary>
    private Task? Refuse(HttpContext context, PdsServerRequest request)
    {
        if (request.RequestId is null)
        {
            return RefuseAsync(context, 400, "MISSING_VALUE", "required");
        }

        if (!Guid.TryParseExact(request.RequestId, "D", out _))
        {
            return RefuseAsync(context, 400, "INVALID_VALUE");
        }

        context.Response.Headers["X-Request-ID"] = request.RequestId;
        context.Response.Headers["X-Correlation-ID"] = request.CorrelationId;
        if (RequiresToken && (request.Authorization?.Split(' ') is not ["Bearer", var token] || !Tokens.IsValid(token)))
        {
            return RefuseAsync(context, 401, "ACCESS_DENIED", "forbidden", "application/json");
        }

        if (context.Request.Method != "GET" || !request.Path.StartsWith($"{Base}/Patient/", StringComparison.Ordinal))
        {
            return RefuseAsync(context, 403, "INVALID_METHOD", "forbidden");
        }

        return NhsNumber.IsValid(request.Path.Split('/')[^1]) ? null : RefuseAsync(context, 400, "INVALID_RESOURCE_ID");
    }

    private async Task FindAsync(HttpContext context, string number)
    {
        context.Response.Headers.ETag = "W/\"2\"";
        if (held.TryGetValue(number, out var answer))
        {
            await answer(context);
            return;
        }

        await (await Others(number) is { } other ? AnswerAsync(context, other) : RefuseAsync(context, 404, "RESOURCE_NOT_FOUND", "not-found"));
    }
}

/// <summary>A look-up as PDS received it.</summary>
internal sealed record PdsServerRequest(
    long ReceivedAt, string Connection, string Path, string? RequestId, string? CorrelationId, string? Authorization, IReadOnlyDictionary<string, string> Headers)
{
    public static PdsServerRequest Of(HttpRequest request)
    {
        var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new(
            TimeProvider.System.GetTimestamp(),
            request.HttpContext.Connection.Id,
            request.Path.Value!,
            headers.GetValueOrDefault("X-Request-ID"),
            headers.GetValueOrDefault("X-Correlation-ID"),
            headers.GetValueOrDefault("Authorization"),
            headers);
    }
}
