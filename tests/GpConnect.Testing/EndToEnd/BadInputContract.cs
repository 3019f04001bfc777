using System.Net;
using System.Net.Sockets;
using System.Text;
using GpConnect.Testing.Requirements;

namespace GpConnect.Testing.EndToEnd;

/// <summary>Hostile input to any host. Each test ends with a valid request that must be answered as usual.</summary>
public abstract class BadInputContract : IAsyncLifetime
{
    private const int Levels = 20_000;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => (await SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();

    [SkippableTheory]
    [Case("BI-1 BI-9", "arrays")]
    [Case("BI-1", "objects")]
    [Case("BI-1", "extensions")]
    [Case("BI-1", "closed arrays")]
    public async Task Deeply_nested_JSON_counts_as_not_well_formed(string id, string shape)
    {
        Assert.NotEmpty(id);
        var body = shape switch
        {
            "arrays" => new string('[', Levels),
            "objects" => Repeat("{\"a\":", Levels),
            "closed arrays" => new string('[', Levels) + new string(']', Levels),
            _ => $$"""{"resourceType":"Parameters",{{Repeat("\"extension\":[{\"url\":\"a\",", Levels)}}"valueBoolean":true{{Repeat("}]", Levels)}}}""",
        };

        (await SendAsync(ApiRequest.Register(body))).Fails(400, "BAD_REQUEST");
    }

    [SkippableTheory]
    [Case("BI-1", false)]
    [Case("BI-1", true)]
    public async Task Deeply_nested_XML_counts_as_not_well_formed(string id, bool closed)
    {
        Assert.NotEmpty(id);
        var body = $"<Parameters xmlns=\"http://hl7.org/fhir\">{Repeat("<a>", Levels)}{(closed ? Repeat("</a>", Levels) + "</Parameters>" : "")}";

        (await SendAsync(ApiRequest.Register(body, FhirFormat.Xml))).Fails(400, "BAD_REQUEST");
    }

    [SkippableFact]
    [Requirement("BI-1")]
    public async Task A_deeply_nested_token_is_refused()
    {
        (await SendAsync(ApiRequest.Metadata().ChangeToken(token => token.EncodedPayload = Token.Encode("{\"iss\":" + new string('[', Levels))))).Fails(400, "BAD_REQUEST");
        (await SendAsync(ApiRequest.Metadata().ChangeToken(token => token.EncodedHeader = Token.Encode(new string('[', Levels))))).Fails(400, "BAD_REQUEST");
        (await SendAsync(ApiRequest.Metadata().ChangeToken(token => token.EncodedPayload = Token.Encode($"{{\"requesting_device\":{Repeat("{\"a\":", 3000)}1{Repeat("}", 3000)}}}")))).Fails(400, "BAD_REQUEST");
    }

    [SkippableFact]
    [Requirement("BI-10")]
    public async Task A_body_that_is_expensive_to_read_is_refused_before_it_is_read()
    {
        var attributes = string.Concat(Enumerable.Range(0, 100_000).Select(number => $" a{number:x}=''"));
        (await SendAsync(ApiRequest.Register($"<Parameters xmlns=\"http://hl7.org/fhir\"{attributes}/>", FhirFormat.Xml))).Fails(422, "INVALID_RESOURCE", "too many elements");
        (await SendAsync(ApiRequest.Register($$"""{"resourceType":"Parameters","parameter":[{{Repeat("1,", 100_000)}}1]}"""))).Fails(422, "INVALID_RESOURCE", "too many elements");
        (await SendAsync(ApiRequest.Register($$"""{"resourceType":"Parameters","{{Repeat("n", 1_000_000)}}":1}"""))).Fails(422, "INVALID_RESOURCE", "name too long");
        (await SendAsync(ApiRequest.Register($"<Parameters xmlns=\"{Repeat("n", 1_000_000)}\"/>", FhirFormat.Xml))).Fails(422, "INVALID_RESOURCE", "name too long");
        (await SendAsync(ApiRequest.Register($$"""{"resourceType":"Parameters","parameter":[{{Repeat("{\"resource\":1},", 300)}}1]}"""))).Fails(422, "INVALID_RESOURCE", "too many errors");
    }

    [SkippableTheory]
    [Case("BI-11", "Accept", "application/fhir+xml, ", 415)]
    [Case("BI-11", "Accept-Encoding", "gzip, ", 200)]
    [Case("BI-11", "If-None-Match", "*, ", 200)]
    public async Task A_long_list_in_a_header_is_not_parsed(string id, string header, string value, int status)
    {
        Assert.NotEmpty(id);

        var answer = await SendAsync(ApiRequest.Read("Patient", "1").With(header, value + Repeat("a", 3_000)));

        Assert.Equal(status, answer.Status);
        Assert.Null(answer.Header("Content-Encoding"));
    }

    [SkippableFact]
    [Requirement("BI-10")]
    public async Task A_claim_that_is_expensive_to_read_is_refused()
    {
        var device = $$"""{"resourceType":"Device","contained":[{{Repeat("1,", 300)}}1]}""";

        (await SendAsync(ApiRequest.Metadata().ChangeToken(token => token.EncodedPayload = Token.Encode($"{{\"requesting_device\":{device}}}")))).Fails(422, "INVALID_RESOURCE", "too many errors");
    }

    [SkippableFact]
    [Requirement("BI-2")]
    public async Task Entities_are_neither_expanded_nor_fetched()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/x";
        var bomb = string.Concat(Enumerable.Range(1, 20).Select(level => $"<!ENTITY e{level} '{Repeat($"&e{level - 1};", 10)}'>"));
        foreach (var type in new[]
        {
            $"<!DOCTYPE Parameters [<!ENTITY e0 'aaaaaaaaaa'>{bomb}]>", $"<!DOCTYPE Parameters [<!ENTITY e20 SYSTEM '{url}'>]>", $"<!DOCTYPE Parameters SYSTEM '{url}'>",
            "<!DOCTYPE Parameters [<!ENTITY e20 SYSTEM 'file:///etc/passwd'>]>", $"<!DOCTYPE Parameters [<!ENTITY % p SYSTEM '{url}'>%p;]>",
        })
        {
            (await SendAsync(ApiRequest.Register($"{type}<Parameters xmlns='http://hl7.org/fhir'><id value='&e20;'/></Parameters>", FhirFormat.Xml))).Fails(400, "BAD_REQUEST");
        }

        Assert.False(listener.Pending());
    }

    [SkippableTheory]
    [FormatCase("BI-3", "{}")]
    [FormatCase("BI-3", "<a/>")]
    [FormatCase("BI-3", "x")]
    [FormatCase("BI-3 BI-4", "\0")]
    public async Task Content_after_the_document_is_refused(string id, FhirFormat format, string trailer)
    {
        Assert.NotEmpty(id);
        var parameters = Person.New().Parameters();
        byte[] body = format == FhirFormat.Json ? Encoding.UTF8.GetBytes(parameters.ToJsonString()) : FhirXml.From(parameters);

        (await SendAsync(ApiRequest.Register([.. body, .. Encoding.UTF8.GetBytes(trailer)], format))).Fails(400, "BAD_REQUEST");
    }

    [SkippableTheory]
    [FormatCase("BI-4", "Now\\u0000ak", "Now&#0;ak")]
    [FormatCase("BI-4", "Now\\ud800ak", "Now&#xD800;ak")]
    [FormatCase("BI-4", "Now\\uffffak", "Now&#xFFFF;ak")]
    [FormatCase("BI-4", "Now\u0001ak", "Now\u0001ak")]
    [FormatCase("BI-4", "\u00ff\u00fe", "\u00ff\u00fe")]
    public async Task Invalid_characters_are_refused(string id, FhirFormat format, string json, string xml)
    {
        Assert.NotEmpty(id);
        var parameters = Person.New().Parameters();

        // Latin-1, so that the last row is not UTF-8.
        var text = format == FhirFormat.Json ? parameters.ToJsonString() : Encoding.UTF8.GetString(FhirXml.From(parameters));
        var body = Encoding.Latin1.GetBytes(text.Replace("Nowakowski", format == FhirFormat.Json ? json : xml, StringComparison.Ordinal));
        var response = await SendAsync(ApiRequest.Register(body, format));

        Assert.Contains(response.Status, new[] { 400, 422 });
    }

    [SkippableTheory]
    [Case("BI-7 BI-4", "\"iss\":\"\\ud800\"")]
    [Case("BI-7", "\"iss\":\"a\",\"iss\":\"b\"")]
    [Case("BI-7", "\"requesting_device\":{\"resourceType\":\"Device\",\"resourceType\":\"Device\"}")]
    public async Task Malformed_or_repeated_claims_are_refused(string id, string claims)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Metadata().ChangeToken(token =>
        {
            token.Claims.Remove(claims.Split('"')[1]);
            token.EncodedPayload = Token.Encode("{" + claims + "," + token.Claims.ToJsonString()[1..]);
        }))).Fails(400, "BAD_REQUEST");
    }

    [SkippableTheory]
    [Case("BI-5", "X-Filler")]
    [Case("BI-5", "Ssp-TraceID")]
    [Case("BI-5", "Authorization")]
    [Case("BI-5", "Accept")]
    public async Task Headers_of_64_KB_are_refused_by_the_server(string id, string header)
    {
        Assert.NotEmpty(id);
        Assert.Equal(431, (await RawAsync($"GET {SampleData.Root}/metadata HTTP/1.1\r\nHost: localhost\r\n{header}: {new string('x', 65536)}\r\nConnection: close\r\n\r\n")).Status);
    }

    [SkippableFact]
    [Requirement("BI-5")]
    public async Task Long_headers_that_the_server_accepts_are_answered()
    {
        (await SendAsync(ApiRequest.Metadata().With("Ssp-TraceID", new string('x', 20_000)))).Succeeds();
        (await SendAsync(ApiRequest.Metadata().With("Authorization", "Bearer " + new string('x', 20_000)))).Fails(400, "BAD_REQUEST");
        (await SendAsync(ApiRequest.Metadata().With("Accept", Repeat("text/html,", 2000)).Expecting(FhirFormat.Json))).Fails(415, "BAD_REQUEST");
        (await SendAsync(ApiRequest.Metadata().With("Ssp-InteractionID", new string('x', 20_000)))).Fails(400, "BAD_REQUEST");
        (await SendAsync(ApiRequest.Metadata().With("If-None-Match", Repeat("W/\"x\",", 3000)).With("Accept-Encoding", Repeat("x,", 2000)))).Succeeds();
    }

    [SkippableFact]
    [Requirement("BI-6")]
    public async Task A_very_long_query_is_answered_or_refused_by_the_server()
    {
        (await SendAsync(ApiRequest.SearchPatient(SampleData.Patient1).Query(Repeat("a=b&", 1500)))).Finds(1);
        (await SendAsync(ApiRequest.Search("Patient", "https://fhir.nhs.uk/Id/nhs-number%7C" + new string('9', 6000)))).Fails(400, "INVALID_NHS_NUMBER");
        (await SendAsync(ApiRequest.Read("Patient", new string('9', 6000)))).Fails(400, "BAD_REQUEST");
        (await SendAsync(ApiRequest.Metadata().At("/" + Repeat("a/", 3000)))).Fails(400, "BAD_REQUEST");
        Assert.Equal(414, (await RawAsync($"GET {SampleData.Root}/metadata?{new string('x', 20_000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).Status);
    }

    [SkippableTheory]
    [Case("BI-8", "GET {root}/Patient/%00 HTTP/1.1\r\nHost: localhost")]
    [Case("BI-8", "GET {root}/Patient/\0 HTTP/1.1\r\nHost: localhost")]
    [Case("BI-8", "GET {root}/Patient/\u00e9 HTTP/1.1\r\nHost: localhost")]
    [Case("BI-8", "GET {root}/metadata HTTP/1.1")]
    [Case("BI-8", "GET {root}/metadata HTTP/1.1\r\nHost: a\r\nHost: b")]
    [Case("BI-8", "GET {root}/metadata HTTP/1.1\r\nHost: localhost\r\nno colon")]
    [Case("BI-8", "nonsense")]
    [Case("BI-8", "POST {root}/Patient/$gpc.registerpatient HTTP/1.1\r\nHost: localhost\r\nContent-Length: x")]
    [Case("BI-8", "POST {root}/Patient/$gpc.registerpatient HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1")]
    public async Task Malformed_HTTP_is_refused_by_the_server(string id, string head)
    {
        Assert.NotEmpty(id);
        Assert.Equal(400, (await RawAsync(head.Replace("{root}", SampleData.Root, StringComparison.Ordinal) + "\r\nConnection: close\r\n\r\n")).Status);
    }

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    /// <summary>Sends bytes that may not be a valid request, without checks of the answer.</summary>
    private protected abstract Task<ApiResponse> RawAsync(string request);

    private protected abstract Task<ApiResponse> SendAsync(ApiRequest request);
}
