using System.Text;
using System.Text.Json.Nodes;

namespace GpConnect.Testing.EndToEnd;

/// <summary>A request that is valid in every respect until a test changes it.</summary>
internal sealed class ApiRequest
{
    private const string IdPrefix = "urn:nhs:names:services:gpconnect:fhir:";

    private readonly List<KeyValuePair<string, string>> headers = [];
    private readonly List<string> query = [];
    private readonly List<Action<Token>> tokenChanges = [];
    private bool hasToken = true;

    private ApiRequest(string interaction, string scope, string path)
    {
        Path = path;
        Scope = scope;
        With("Ssp-TraceID", Guid.NewGuid().ToString());
        With("Ssp-From", "200000000359");
        With("Ssp-To", SampleData.Asid);
        With("Ssp-InteractionID", IdPrefix + interaction);
        As(FhirFormat.Json);
    }

    public string Verb { get; private set; } = "GET";

    public string Root { get; private set; } = SampleData.Root;

    public string Path { get; private set; }

    public string Scope { get; private set; }

    public byte[]? Content { get; private set; }

    public bool IsChunked { get; private set; }

    /// <summary>The format that the answer must have.</summary>
    public FhirFormat Expected { get; private set; }

    /// <summary>NHS numbers and names in the request, which an error must not repeat.</summary>
    public List<string> Secrets { get; } = [Token.UserFamily];

    public static ApiRequest Metadata() => new("rest:read:metadata-1", "organization/*.read", "/metadata");

    public static ApiRequest Read(string type, string id) => new(
        $"rest:read:{Name(type)}-1", type == "Patient" ? "patient/*.read" : "organization/*.read", $"/{type}/{id}");

    /// <param name="value">The value of <c>identifier</c>, encoded or not; null leaves the parameter out.</param>
    public static ApiRequest Search(string type, string? value)
    {
        var request = new ApiRequest($"rest:search:{Name(type)}-1", type == "Patient" ? "patient/*.read" : "organization/*.read", $"/{type}");
        return value is null ? request : request.Query($"identifier={value}");
    }

    public static ApiRequest SearchPatient(string nhsNumber) => Search("Patient", $"https://fhir.nhs.uk/Id/nhs-number%7C{nhsNumber}").Hiding(nhsNumber);

    public static ApiRequest Register(JsonObject parameters, FhirFormat format = FhirFormat.Json) =>
        Register(format == FhirFormat.Json ? Encoding.UTF8.GetBytes(parameters.ToJsonString()) : FhirXml.From(parameters), format);

    public static ApiRequest Register(string body, FhirFormat format = FhirFormat.Json) => Register(Encoding.UTF8.GetBytes(body), format);

    public static ApiRequest Register(byte[] body, FhirFormat format = FhirFormat.Json)
    {
        var request = new ApiRequest("operation:gpc.registerpatient-1", "patient/*.write", "/Patient/$gpc.registerpatient").Post(body);
        return request.With("Content-Type", MediaType(format)).As(format);
    }

    /// <summary>Any of the nine interactions, by a short name.</summary>
    public static ApiRequest Any(string name) => name switch
    {
        "metadata" => Metadata(),
        "read patient" => Read("Patient", "1"),
        "search patient" => SearchPatient(SampleData.Patient1),
        "read practitioner" => Read("Practitioner", "1"),
        "search practitioner" => Search("Practitioner", "https://fhir.nhs.uk/Id/sds-user-id%7CG13579135"),
        "read organization" => Read("Organization", "7"),
        "search organization" => Search("Organization", "https://fhir.nhs.uk/Id/ods-organization-code%7CA20047"),
        "read location" => Read("Location", "1"),
        "register" => Register(Person.Unknown.Parameters()),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public static string MediaType(FhirFormat format) => format == FhirFormat.Json ? "application/fhir+json" : "application/fhir+xml";

    /// <summary>Requests an answer in this format through <c>Accept</c>.</summary>
    public ApiRequest As(FhirFormat format) => With("Accept", MediaType(format)).Expecting(format);

    public ApiRequest Expecting(FhirFormat format)
    {
        Expected = format;
        return this;
    }

    /// <summary>Sets a header and removes its earlier values.</summary>
    public ApiRequest With(string name, string value)
    {
        Without(name);
        headers.Add(KeyValuePair.Create(name, value));
        return this;
    }

    /// <summary>Adds a header line and keeps those of the same name.</summary>
    public ApiRequest Also(string name, string value)
    {
        headers.Add(KeyValuePair.Create(name, value));
        return this;
    }

    public ApiRequest Without(string name)
    {
        headers.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        hasToken = hasToken && name != "Authorization";
        return this;
    }

    public ApiRequest Interaction(string suffix) => With("Ssp-InteractionID", IdPrefix + suffix);

    public ApiRequest ChangeToken(Action<Token> change)
    {
        tokenChanges.Add(change);
        return this;
    }

    /// <summary>Appends to the query without encoding the text.</summary>
    public ApiRequest Query(string encoded)
    {
        query.Add(encoded);
        return this;
    }

    public ApiRequest QueryFirst(string encoded)
    {
        query.Insert(0, encoded);
        return this;
    }

    public ApiRequest By(string verb)
    {
        Verb = verb;
        return this;
    }

    public ApiRequest At(string path)
    {
        Path = path;
        return this;
    }

    public ApiRequest WithScope(string scope)
    {
        Scope = scope;
        return this;
    }

    public ApiRequest Under(string root)
    {
        Root = root;
        return this;
    }

    /// <summary>Addresses the second practice.</summary>
    public ApiRequest AtOtherPractice() => Under(SampleData.OtherRoot).With("Ssp-To", SampleData.OtherAsid);

    public ApiRequest Post(byte[] body)
    {
        Verb = "POST";
        Content = body;
        return this;
    }

    public ApiRequest Chunked()
    {
        IsChunked = true;
        return this;
    }

    public ApiRequest Hiding(params string[] secrets)
    {
        Secrets.AddRange(secrets);
        return this;
    }

    /// <summary>Sends the request and checks the rules for every answer.</summary>
    /// <param name="now">The time by the clock of the server.</param>
    public async Task<ApiResponse> SendAsync(int port, DateTimeOffset now)
    {
        var response = new ApiResponse(await RawConnection.SendAsync(port, ToBytes(now, port)));
        ResponseRules.Check(this, TokenText(now), response);
        return response;
    }

    /// <param name="now">The time by the clock of the server.</param>
    public byte[] ToBytes(DateTimeOffset now, int port)
    {
        var head = new StringBuilder($"{Verb} {Root}{Path}{(query.Count == 0 ? "" : "?" + string.Join('&', query))} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n");
        if (hasToken && !headers.Exists(header => header.Key == "Authorization"))
        {
            head.Append("Authorization: Bearer ").Append(TokenText(now)).Append("\r\n");
        }

        headers.ForEach(header => head.Append(header.Key).Append(": ").Append(header.Value).Append("\r\n"));
        var body = Content ?? [];
        if (IsChunked)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
            body = Chunk(body);
        }
        else if (Content is not null)
        {
            head.Append("Content-Length: ").Append(body.Length).Append("\r\n");
        }

        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    public string TokenText(DateTimeOffset now)
    {
        var token = new Token();
        token.Claims["requested_scope"] = Scope;
        token.IssuedAt(now.ToUnixTimeSeconds());
        tokenChanges.ForEach(change => change(token));
        return token.ToString();
    }

    private static string Name(string type) => type.ToLowerInvariant();

    private static byte[] Chunk(byte[] body)
    {
        using var chunked = new MemoryStream();
        foreach (var chunk in body.Chunk(4096))
        {
            chunked.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"));
            chunked.Write(chunk);
            chunked.Write("\r\n"u8);
        }

        chunked.Write("0\r\n\r\n"u8);
        return chunked.ToArray();
    }
}
