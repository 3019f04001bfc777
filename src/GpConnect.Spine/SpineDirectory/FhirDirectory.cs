using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Terminology;

namespace GpConnect.Spine.SpineDirectory;

/// <summary>SDS over its FHIR API (spine-clients.md §4.2).</summary>
internal sealed class FhirDirectory : ISpineDirectory
{
    private const string InteractionId = "https://fhir.nhs.uk/Id/nhsServiceInteractionId";
    private const string PartyKey = "https://fhir.nhs.uk/Id/nhsMhsPartyKey";
    private const string Asid = "https://fhir.nhs.uk/Id/nhsSpineASID";
    private const int MaximumAnswer = 1024 * 1024;

    private readonly SdsOptions options;
    private readonly HttpClient client;

    public FhirDirectory(SdsOptions options)
    {
        this.options = options;
        var connectLimit = TimeSpan.FromSeconds(options.SdsConnectSeconds);

        // A redirect would send the key to another host.
        client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = connectLimit, AllowAutoRedirect = false })
        {
            Timeout = connectLimit + TimeSpan.FromSeconds(options.SdsQuerySeconds),
            MaxResponseContentBufferSize = MaximumAnswer,
        };
        client.DefaultRequestHeaders.Add("apikey", options.SdsApiKey);

        // The cache in front of the API keeps answers for half an hour, so they would outlive a user session.
        client.DefaultRequestHeaders.CacheControl = new CacheControlHeaderValue { NoCache = true };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/fhir+json"));
    }

    public Task<Result<MhsRecord[], SdsFailure>> FindMhsAsync(string odsCode, string interaction, CancellationToken cancellation) => SearchAsync(
        "Endpoint",
        [("organization", IdentifierSystems.OdsOrganizationCode, odsCode), ("identifier", InteractionId, interaction)],
        resource => new[] { new MhsRecord(resource.Address, resource.Identifiers(PartyKey).FirstOrDefault()) },
        cancellation);

    public Task<Result<AsRecord[], SdsFailure>> FindAsAsync(AsQuery query, CancellationToken cancellation)
    {
        List<(string Name, string System, string Value)> parameters =
        [
            ("organization", IdentifierSystems.OdsOrganizationCode, query.OdsCode),
            ("identifier", InteractionId, query.Interaction),
        ];
        if (query.PartyKey is { } partyKey)
        {
            parameters.Add(("identifier", PartyKey, partyKey));
        }

        if (query.Supplier is { } supplier)
        {
            parameters.Add(("manufacturing-organization", IdentifierSystems.OdsOrganizationCode, supplier));
        }

        return SearchAsync(
            "Device",
            parameters,
            resource => resource.Identifiers(Asid).Cast<string?>().DefaultIfEmpty(null)
                .Select(asid => new AsRecord(asid, resource.Identifiers(PartyKey).FirstOrDefault())),
            cancellation);
    }

    public void Dispose() => client.Dispose();

    private async Task<Result<T[], SdsFailure>> SearchAsync<T>(
        string type, IEnumerable<(string Name, string System, string Value)> parameters, Func<SdsResource, IEnumerable<T>> read, CancellationToken cancellation)
    {
        var query = string.Join('&', parameters.Select(row => $"{row.Name}={Uri.EscapeDataString($"{row.System}|{row.Value}")}"));
        var address = new Uri($"{options.SdsFhirEndpoint!.AbsoluteUri.TrimEnd('/')}/{type}?{query}");
        var found = await GetAsync(address, cancellation);
        if (!found.Try(out var bundle, out var error))
        {
            return error;
        }

        return bundle.Resources(type) is { } resources ? resources.SelectMany(read).ToArray() : Malformed();
    }

    private async Task<Result<SdsBundle, SdsFailure>> GetAsync(Uri address, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var answer = await client.GetAsync(address, cancellation);
                return answer.StatusCode == HttpStatusCode.OK
                    ? await answer.Content.ReadFromJsonAsync(SdsJson.Default.SdsBundle, cancellation) is { } bundle ? bundle : Malformed()
                    : Unavailable($"SDS answered {(int)answer.StatusCode}{Hint(answer.StatusCode)}.");
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                return Malformed();
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return Unavailable($"SDS did not answer within {client.Timeout.TotalSeconds} seconds.");
            }
            catch (HttpRequestException exception)
            {
                if (attempt >= options.SdsConnectionTries || !IsConnection(exception.HttpRequestError))
                {
                    return Unavailable($"SDS cannot be reached or its answer is incomplete: {exception.GetBaseException().Message}");
                }
            }
        }
    }

    private static bool IsConnection(HttpRequestError error) => error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError;

    private static string Hint(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ": it does not accept the API key",
        HttpStatusCode.TooManyRequests => ": too many requests",
        HttpStatusCode.NotFound => ": there is no SDS FHIR API at that address",
        _ => "",
    };

    private static SdsFailure Malformed() => Unavailable("SDS answered with something other than records.");

    private static SdsFailure Unavailable(string message) => new(SdsFailureKind.Unavailable, message);
}
