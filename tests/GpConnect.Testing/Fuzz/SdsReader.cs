using System.Diagnostics;
using GpConnect.Foundations.Errors;
using GpConnect.Spine.SpineDirectory;
using GpConnect.Testing.SpineDirectory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GpConnect.Testing.Fuzz;

/// <summary>Uses the input as answers of the SDS FHIR API: the first line for queries of endpoints, the rest for systems.</summary>
internal sealed class SdsReader : IReader, IAsyncDisposable
{
    private const string Endpoints = """
        {"resourceType":"Bundle","type":"searchset","total":1,"entry":[{"resource":{"resourceType":"Endpoint","identifier":[{"system":"https://fhir.nhs.uk/Id/nhsMhsPartyKey","value":"A20047-8200001"}],"address":"https://provider.example/A20047"},"search":{"mode":"match"}}]}
        """;

    private const string Systems = """
        {"resourceType":"Bundle","type":"searchset","total":1,"entry":[{"resource":{"resourceType":"Device","identifier":[{"system":"https://fhir.nhs.uk/Id/nhsMhsPartyKey","value":"A20047-8200001"},{"system":"https://fhir.nhs.uk/Id/nhsSpineASID","value":"918999198993"}]}}]}
        """;

    private const string None = """{"resourceType":"Bundle","type":"searchset","total":0,"entry":[]}""";

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private readonly WebApplication app;
    private byte[] answer = [];

    private SdsReader()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(async context =>
        {
            var end = Array.IndexOf(answer, (byte)'\n');
            var isSystem = end >= 0 && context.Request.Path.Value!.EndsWith("Device", StringComparison.Ordinal);
            context.Response.ContentType = "application/fhir+json";
            await context.Response.Body.WriteAsync(isSystem ? answer.AsMemory(end + 1) : answer.AsMemory(0, end < 0 ? answer.Length : end));
        });
    }

    public string Name => "sds";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. new[] { $"{Endpoints}\n{Systems}", $"{Endpoints}\n{None}", None }.Select(Readers.Bytes)];

    public static async Task<SdsReader> StartAsync()
    {
        var reader = new SdsReader();
        await reader.app.StartAsync();
        return reader;
    }

    public async Task<string?> TryAsync(byte[] input, Action? done = null)
    {
        answer = input;
        var (error, elapsed) = await LookUpAsync();
        done?.Invoke();
        return error ?? (elapsed > Slow && (await LookUpAsync()).Elapsed > Slow ? "the look-up took more than a second" : null);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<(string? Error, TimeSpan Elapsed)> LookUpAsync()
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var directory = SdsDirectory.Of(new TestSettings { SdsFhirEndpoint = new Uri(app.Urls.First()), SdsApiKey = SdsFhirDouble.Key })!;
            var session = new SdsSession(directory);
            var endpoint = await session.FindEndpointAsync("A20047", Registered.Search, default);
            var asid = await session.FindOwnAsidAsync("A20047", Registered.Search, "X99", default);
            return (Validate(endpoint, IsUsable) ?? Validate(asid, SdsSession.IsAsid), Stopwatch.GetElapsedTime(start));
        }
        catch (Exception exception)
        {
            return ($"the look-up ended with {exception.GetType()}{exception.StackTrace}", Stopwatch.GetElapsedTime(start));
        }
    }

    private static bool IsUsable(SdsEndpoint endpoint) =>
        Uri.TryCreate(endpoint.ServiceRoot, UriKind.Absolute, out _) && SdsSession.IsAsid(endpoint.Asid) && endpoint.PartyKey.All(char.IsAscii);

    private static string? Validate<T>(Result<T, SdsFailure> result, Predicate<T> isUsable)
        where T : notnull
    {
        if (!result.Try(out var found, out var error))
        {
            return error.Message.Any(char.IsControl) ? "the reason holds a control character" : null;
        }

        return isUsable(found) ? null : $"{found} is not usable";
    }
}
