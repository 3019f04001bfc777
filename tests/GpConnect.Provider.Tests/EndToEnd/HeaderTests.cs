using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>Headers of requests and answers, the Ssp headers, verbs and paths.</summary>
public class HeaderTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    public static TheoryData<string> Interactions => new(
        "metadata", "read patient", "search patient", "read practitioner", "search practitioner", "read organization", "search organization", "read location");

    [Theory]
    [MemberData(nameof(Interactions))]
    [Requirement("HD-1")]
    [Requirement("HD-2")]
    [Requirement("HD-4")]
    [Requirement("HD-6")]
    [Requirement("HD-8")]
    public async Task Every_interaction_answers_in_both_formats(string name)
    {
        // ResponseRules checks the headers; both formats must hold the same resource.
        var json = (await SendAsync(ApiRequest.Any(name))).Succeeds();
        var xml = (await SendAsync(ApiRequest.Any(name).As(FhirFormat.Xml))).Succeeds();

        Assert.Equal(json.ToJsonString(), xml.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Interactions))]
    [Requirement("HD-3")]
    public async Task A_caller_that_accepts_gzip_gets_the_same_body_compressed(string name)
    {
        foreach (var format in new[] { FhirFormat.Json, FhirFormat.Xml })
        {
            var plain = await SendAsync(ApiRequest.Any(name).As(format));
            var packed = await SendAsync(ApiRequest.Any(name).As(format).With("Accept-Encoding", "gzip, deflate"));

            Assert.Null(plain.Header("Content-Encoding"));
            Assert.Equal("gzip", packed.Header("Content-Encoding"));
            Assert.Equal(plain.Body, packed.Body);
        }
    }

    [Theory]
    [Case("HD-3", "gzip;q=0", null)]
    [Case("HD-3", "identity", null)]
    [Case("HD-3", "br", null)]
    [Case("HD-3", "deflate, GZIP;q=0.2", "gzip")]
    [Case("HD-3", "nonsense;;;", null)]
    public async Task Gzip_is_used_only_where_it_is_accepted(string id, string accepted, string? used)
    {
        Assert.NotEmpty(id);
        Assert.Equal(used, (await SendAsync(ApiRequest.Any("read patient").With("Accept-Encoding", accepted))).Header("Content-Encoding"));
    }

    [Theory]
    [Formats]
    [Requirement("HD-3")]
    [Requirement("OO-5")]
    public async Task Errors_are_compressed_too(FhirFormat format) =>
        Assert.Equal("gzip", (await SendAsync(ApiRequest.Read("Patient", "nobody").As(format).With("Accept-Encoding", "gzip"))).Fails(404, "PATIENT_NOT_FOUND").Header("Content-Encoding"));

    [Fact]
    [Requirement("HD-5")]
    public async Task A_read_returns_the_location_of_its_version()
    {
        var response = await SendAsync(ApiRequest.Read("Location", "8"));

        Assert.Equal($"{SampleData.Root}/Location/8/_history/1", response.Header("Content-Location"));
    }

    [Fact]
    [Requirement("HD-7")]
    public async Task Header_names_are_not_case_sensitive()
    {
        var request = ApiRequest.Any("metadata").Without("Ssp-InteractionID").Without("Ssp-TraceID").Without("Accept")
            .With("Ssp-InteractionId", "urn:nhs:names:services:gpconnect:fhir:rest:read:metadata-1").With("SSP-TRACEID", "t").With("accept", "application/fhir+xml");

        (await SendAsync(request.Expecting(FhirFormat.Xml))).Succeeds();
    }

    [Theory]
    [FormatCase("C2", "Ssp-TraceID")]
    [FormatCase("C2", "Ssp-From")]
    [FormatCase("C2", "Ssp-To")]
    [FormatCase("C2", "Ssp-InteractionID")]
    public async Task A_missing_or_blank_Ssp_header_is_named(string id, FhirFormat format, string header)
    {
        Assert.NotEmpty(id);
        foreach (var name in new[] { "metadata", "read patient", "search patient", "register" })
        {
            (await SendAsync(ApiRequest.Any(name).As(format).Without(header))).Fails(400, "BAD_REQUEST", header);
            (await SendAsync(ApiRequest.Any(name).As(format).With(header, ""))).Fails(400, "BAD_REQUEST", header);
            (await SendAsync(ApiRequest.Any(name).As(format).With(header, " \t "))).Fails(400, "BAD_REQUEST", header);
        }
    }

    [Theory]
    [Formats]
    [Requirement("C3")]
    public async Task Another_practices_asid_is_refused_without_revealing_the_right_one(FhirFormat format)
    {
        foreach (var asid in new[] { SampleData.OtherAsid, "91899919899", SampleData.Asid + "0", "x" })
        {
            var response = (await SendAsync(ApiRequest.Any("read patient").As(format).With("Ssp-To", asid))).Fails(400, "BAD_REQUEST", "Ssp-To", "does not match");
            Assert.DoesNotContain(SampleData.Asid, response.Diagnostics!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [FormatCase("C4", "urn:nhs:names:services:gpconnect:fhir:rest:read:nothing-1")]
    [FormatCase("C4", "urn:nhs:names:services:gpconnect:fhir:rest:read:METADATA-1")]
    [FormatCase("C4", "urn:nhs:names:services:gpconnect:fhir:rest:search:location-1")]
    public async Task An_unknown_interaction_is_named(string id, FhirFormat format, string interaction)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").As(format).With("Ssp-InteractionID", interaction))).Fails(400, "BAD_REQUEST", interaction);
    }

    [Theory]
    [FormatCase("C6", "urn:nhs:names:services:gpconnect:fhir:rest:search:slot-1")]
    [FormatCase("C6", "urn:nhs:names:services:gpconnect:fhir:rest:create:appointment-1")]
    [FormatCase("C6", "urn:nhs:names:services:gpconnect:fhir:operation:gpc.getstructuredrecord-1")]
    [FormatCase("C6", "urn:nhs:names:services:gpconnect:fhir:rest:read:metadata")]
    [FormatCase("C6", "urn:nhs:names:services:gpconnect:structured:fhir:rest:read:metadata-1")]
    [FormatCase("C6", "urn:nhs:names:services:gpconnect:fhir:rest:search:healthcareservice-1")]
    public async Task A_published_interaction_that_is_not_offered_is_answered_501(string id, FhirFormat format, string interaction)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").As(format).With("Ssp-InteractionID", interaction))).Fails(501, "NOT_IMPLEMENTED", interaction);
    }

    [Theory]
    [FormatCase("C5 MD-3", "GET", "/metadatas")]
    [FormatCase("C5 MD-3", "POST", "/metadatas")]
    [FormatCase("C5 MD-3", "PUT", "/metadatas")]
    [FormatCase("C5 MD-3", "GET", "/Metadata")]
    [FormatCase("C5 MD-3", "PATCH", "/metadata")]
    [FormatCase("C5 MD-3", "DELETE", "/metadata")]
    [FormatCase("C5 MD-3", "OPTIONS", "/metadata")]
    [FormatCase("HT-5", "HEAD", "/metadata")]
    [FormatCase("HT-5", "TRACE", "/metadata")]
    [FormatCase("HT-5", "get", "/metadata")]
    [FormatCase("HT-5", "MADE-UP", "/metadata")]
    [FormatCase("HT-5", "PUT", "/metadata")]
    [FormatCase("C5", "GET", "/Patient/1")]
    [FormatCase("C5", "GET", "")]
    [FormatCase("RT-5", "GET", "/")]
    [FormatCase("RT-5", "GET", "/metadata/")]
    [FormatCase("RT-5", "GET", "//metadata")]
    public async Task A_verb_or_path_that_does_not_match_the_interaction_is_refused(string id, FhirFormat format, string verb, string path)
    {
        Assert.NotEmpty(id);
        var response = await SendAsync(ApiRequest.Any("metadata").As(format).By(verb).At(path));

        Assert.Equal(400, response.Status);
        if (verb != "HEAD")
        {
            response.Fails(400, "BAD_REQUEST", "rest:read:metadata-1");
        }
    }

    [Theory]
    [Formats]
    [Requirement("C5")]
    [Requirement("OO-3")]
    public async Task A_mismatch_names_verb_path_and_interaction(FhirFormat format) =>
        (await SendAsync(ApiRequest.Any("metadata").As(format).By("DELETE").At("/Patient")))
            .Fails(400, "BAD_REQUEST", "DELETE", "/Patient", "urn:nhs:names:services:gpconnect:fhir:rest:read:metadata-1");

    [Theory]
    [FormatCase("SH-4", "read location", "rest:read:practitioner-1")]
    [FormatCase("SH-4", "read practitioner", "rest:read:location-1")]
    [FormatCase("SH-4", "search practitioner", "rest:read:practitioner-1")]
    [FormatCase("SH-4", "read organization", "rest:read:practitioner-1")]
    [FormatCase("SH-4", "search organization", "rest:read:practitioner-1")]
    [FormatCase("SH-4", "read patient", "rest:search:patient-1")]
    [FormatCase("SH-4", "search patient", "rest:read:patient-1")]
    [FormatCase("SH-4", "register", "rest:search:patient-1")]
    [FormatCase("SH-4", "read patient", "operation:gpc.registerpatient-1")]
    [FormatCase("SH-4", "search patient", "operation:gpc.registerpatient-1")]
    public async Task An_interaction_that_does_not_match_the_path_is_refused(string id, FhirFormat format, string name, string interaction)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any(name).As(format).Interaction(interaction))).Fails(400, "BAD_REQUEST", interaction);
    }

    [Theory]
    [FormatCase("SP-14", "/Patient/_search")]
    [FormatCase("SP-14", "/Patient")]
    public async Task A_search_by_post_is_refused(string id, FhirFormat format, string path)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("search patient").As(format).At(path).Post("identifier=x"u8.ToArray()).With("Content-Type", "application/x-www-form-urlencoded")))
            .Fails(400, "BAD_REQUEST");
    }

    [Theory]
    [Formats]
    [Requirement("LO-3")]
    public async Task Locations_cannot_be_searched(FhirFormat format)
    {
        (await SendAsync(ApiRequest.Read("Location", "1").As(format).At("/Location"))).Fails(400, "BAD_REQUEST");
        (await SendAsync(ApiRequest.Read("Location", "1").As(format).At("/Location").Interaction("rest:search:location-1"))).Fails(400, "BAD_REQUEST");
    }

    [Fact]
    [Requirement("SH-1")]
    [Requirement("SH-3")]
    public async Task Blanks_around_header_values_are_ignored()
    {
        var request = ApiRequest.Any("metadata").With("Ssp-To", $"  {SampleData.Asid} \t").With("Ssp-TraceID", " not a guid ");

        (await SendAsync(request)).Succeeds();
    }

    [Theory]
    [FormatCase("SH-2", "Ssp-TraceID")]
    [FormatCase("SH-2", "Ssp-From")]
    [FormatCase("SH-2", "Ssp-To")]
    [FormatCase("SH-2", "Ssp-InteractionID")]
    public async Task A_repeated_Ssp_header_is_refused(string id, FhirFormat format, string header)
    {
        Assert.NotEmpty(id);
        var value = header switch
        {
            "Ssp-To" => SampleData.Asid,
            "Ssp-InteractionID" => "urn:nhs:names:services:gpconnect:fhir:rest:read:metadata-1",
            _ => "same",
        };

        (await SendAsync(ApiRequest.Any("metadata").As(format).With(header, value).Also(header, value))).Fails(400, "BAD_REQUEST", header, "more than once");
    }

    [Fact]
    [Requirement("HT-2")]
    public async Task If_Match_is_ignored() =>
        (await SendAsync(ApiRequest.Any("read patient").With("If-Match", "W/\"99\""))).Succeeds();

    [Fact]
    [Requirement("HT-4")]
    public async Task Forwarding_headers_are_accepted()
    {
        var response = await SendAsync(ApiRequest.Any("read patient").With("Forwarded", "for=192.0.2.60;proto=https;host=proxy.example").With("X-Forwarded-Host", "evil.example"));

        response.Succeeds();
        Assert.DoesNotContain("example", response.Header("Content-Location")!, StringComparison.Ordinal);
    }

    [Theory]
    [Formats]
    [Requirement("HT-6")]
    public async Task CORS_is_not_supported(FhirFormat format)
    {
        // ResponseRules refuses unknown headers, so an Access-Control-* header would fail this test.
        (await SendAsync(ApiRequest.Any("metadata").As(format).By("OPTIONS").With("Origin", "https://example.org").With("Access-Control-Request-Method", "GET"))).Fails(400, "BAD_REQUEST");
        (await SendAsync(ApiRequest.Any("metadata").As(format).With("Origin", "https://example.org"))).Succeeds();
    }

    [Fact]
    [Requirement("HT-7")]
    public async Task Http_1_0_is_served()
    {
        var provider = fixture.Provider;
        var request = System.Text.Encoding.Latin1.GetString(ApiRequest.Any("metadata").ToBytes(TimeProvider.System.GetUtcNow(), provider.Port));

        (await provider.SendRawAsync(request.Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal))).Succeeds();
    }

    [Fact]
    [Requirement("HT-10")]
    public async Task A_refused_body_does_not_affect_the_next_request_on_the_connection()
    {
        var provider = fixture.Provider;
        var refused = Person.New().Register().Without("Authorization").ToBytes(TimeProvider.System.GetUtcNow(), provider.Port);
        var kept = System.Text.Encoding.UTF8.GetString(refused).Replace("Connection: close", "Connection: keep-alive", StringComparison.Ordinal);
        var next = System.Text.Encoding.UTF8.GetString(ApiRequest.Read("Location", "1").ToBytes(TimeProvider.System.GetUtcNow(), provider.Port));
        var both = await RawConnection.SendAsync(provider.Port, kept + next);

        Assert.Equal(400, both.Status);
        Assert.Contains("HTTP/1.1 200 OK", System.Text.Encoding.UTF8.GetString(both.Body), StringComparison.Ordinal);
        Assert.Contains("Thornwick Lane Surgery", System.Text.Encoding.UTF8.GetString(both.Body), StringComparison.Ordinal);
    }

    private Task<ApiResponse> SendAsync(ApiRequest request) => fixture.Provider.SendAsync(request);
}
