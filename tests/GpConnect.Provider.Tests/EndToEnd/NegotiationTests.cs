using System.Text;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>The format in which a body is read and an answer is written.</summary>
public class NegotiationTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private const string Json = "application/fhir+json";
    private const string Xml = "application/fhir+xml";

    [Theory]
    [Case("CN-2", Json, null, FhirFormat.Json)]
    [Case("CN-2", Xml, null, FhirFormat.Xml)]
    [Case("CN-1", Json, "application%2Ffhir%2Bxml", FhirFormat.Xml)]
    [Case("CN-1", Xml, "application%2Ffhir%2Bjson", FhirFormat.Json)]
    [Case("CN-1", Xml, "application/fhir+json", FhirFormat.Json)]
    [Case("CN-1", "text/html", "application%2Ffhir%2Bxml", FhirFormat.Xml)]
    [Case("CN-4", null, null, FhirFormat.Json)]
    [Case("CN-4", "", null, FhirFormat.Json)]
    [Case("CN-5", "application/fhir+xml;charset=utf-8", null, FhirFormat.Xml)]
    [Case("CN-5", "application/fhir+xml; charset=\"UTF-8\"; fhirVersion=3.0", null, FhirFormat.Xml)]
    [Case("CN-5", Json, "application%2Ffhir%2Bxml%3Bcharset%3Dutf-8", FhirFormat.Xml)]
    [Case("CN-5", "APPLICATION/FHIR+XML", null, FhirFormat.Xml)]
    [Case("CN-6", "*/*", null, FhirFormat.Json)]
    [Case("CN-6", "application/*", null, FhirFormat.Json)]
    [Case("CN-6", "text/html, */*;q=0.1", null, FhirFormat.Json)]
    [Case("CN-7", "application/fhir+xml;q=0.9, application/fhir+json;q=0.8", null, FhirFormat.Xml)]
    [Case("CN-7", "application/fhir+xml;q=0.1, application/fhir+json", null, FhirFormat.Json)]
    [Case("CN-7", "application/fhir+xml, application/fhir+json", null, FhirFormat.Xml)]
    [Case("CN-7", "application/fhir+json;q=0, */*", null, FhirFormat.Xml)]
    [Case("CN-7", "*/*, application/fhir+xml", null, FhirFormat.Xml)]
    [Case("CN-7", "application/fhir+json;q=0, application/*;q=0.3", null, FhirFormat.Xml)]
    [Case("CN-7", "text/html, application/fhir+xml;q=0.001", null, FhirFormat.Xml)]
    [Case("CN-8", Xml, "json", FhirFormat.Json)]
    [Case("CN-8", Json, "xml", FhirFormat.Xml)]
    [Case("CN-16", Json, "application/fhir%20xml", FhirFormat.Xml)]
    public async Task The_answer_has_the_negotiated_format(string id, string? accept, string? formatParameter, FhirFormat expected)
    {
        Assert.NotEmpty(id);
        foreach (var name in new[] { "metadata", "read patient", "search organization" })
        {
            var request = ApiRequest.Any(name).Without("Accept").Expecting(expected);
            if (accept is not null)
            {
                request.With("Accept", accept);
            }

            if (formatParameter is not null)
            {
                request.Query($"_format={formatParameter}");
            }

            (await SendAsync(request)).Succeeds();
        }
    }

    [Theory]
    [Case("CN-2", Json, null, FhirFormat.Json)]
    [Case("CN-7", "application/fhir+xml;q=0.5", "application/fhir+json;q=0.4", FhirFormat.Xml)]
    [Case("CN-7", "text/html", "application/fhir+xml", FhirFormat.Xml)]
    public async Task Accept_may_be_spread_over_several_header_lines(string id, string first, string? second, FhirFormat expected)
    {
        Assert.NotEmpty(id);
        var request = ApiRequest.Any("read patient").With("Accept", first).Expecting(expected);

        (await SendAsync(second is null ? request : request.Also("Accept", second))).Succeeds();
    }

    [Theory]
    [Case("C12 CN-9", "application/json")]
    [Case("C12 CN-9", "application/xml")]
    [Case("CN-9", "text/json")]
    [Case("CN-9", "text/xml")]
    [Case("CN-10", "application/json+fhir")]
    [Case("CN-10", "application/xml+fhir")]
    [Case("CN-9", "text/html")]
    [Case("CN-9", "text/*")]
    public async Task An_unsupported_type_is_refused_in_json_and_named(string id, string type)
    {
        Assert.NotEmpty(id);
        foreach (var name in new[] { "metadata", "read patient", "search organization", "register" })
        {
            (await SendAsync(ApiRequest.Any(name).With("Accept", type).Expecting(FhirFormat.Json))).Fails(415, "BAD_REQUEST", "Accept", type);
            (await SendAsync(ApiRequest.Any(name).As(FhirFormat.Xml).Query("_format=" + Uri.EscapeDataString(type)).Expecting(FhirFormat.Json))).Fails(415, "BAD_REQUEST", "_format", type);
        }
    }

    [Theory]
    [Case("CN-13 C12", "application/fhir+json;q=0", null)]
    [Case("CN-13", "nonsense", null)]
    [Case("CN-13", "application/fhir+json;q=0, application/fhir+xml;q=0", null)]
    [Case("CN-13", "*/*;q=0", null)]
    [Case("CN-18", Xml, "_format=")]
    [Case("CN-18", Xml, "_format")]
    [Case("CN-18", Xml, "_format=html")]
    [Case("CN-18", Xml, "_format=XML")]
    [Case("CN-18", Xml, "_format=xml&_format=xml")]
    [Case("CN-18", Xml, "_format=xml&_format=json")]
    [Case("CN-18", Xml, "_format=%FF")]
    [Case("CN-18", Xml, "_format=*%2F*")]
    public async Task A_format_that_cannot_be_negotiated_is_refused_in_json(string id, string accept, string? query)
    {
        Assert.NotEmpty(id);
        var request = ApiRequest.Any("read patient").With("Accept", accept).Expecting(FhirFormat.Json);

        (await SendAsync(query is null ? request : request.Query(query))).Fails(415, "BAD_REQUEST");
    }

    [Fact]
    [Requirement("CN-18")]
    public async Task The_name_of_the_format_parameter_is_case_sensitive() =>
        (await SendAsync(ApiRequest.Any("read patient").Query("_Format=html").As(FhirFormat.Xml))).Succeeds();

    [Theory]
    [FormatCase("CN-11", "application/json")]
    [FormatCase("CN-11", "application/xml")]
    [FormatCase("CN-11", "text/plain")]
    [FormatCase("CN-11", "application/json+fhir")]
    [FormatCase("CN-11", "application/x-www-form-urlencoded")]
    [FormatCase("CN-11", "nonsense")]
    [FormatCase("CN-15", "application/fhir+json;charset=utf-16")]
    [FormatCase("CN-15", "application/fhir+xml;charset=iso-8859-1")]
    public async Task An_unsupported_body_type_is_refused_in_the_negotiated_format(string id, FhirFormat format, string type)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("register").As(format).With("Content-Type", type))).Fails(415, "BAD_REQUEST");
        (await SendAsync(ApiRequest.Any("read patient").As(format).With("Content-Type", type))).Fails(415, "BAD_REQUEST");
    }

    [Fact]
    [Requirement("CN-13")]
    public async Task An_unsupported_body_type_without_a_preference_is_refused_in_json() =>
        (await SendAsync(ApiRequest.Any("register").Without("Accept").With("Content-Type", "application/xml").Expecting(FhirFormat.Json))).Fails(415, "BAD_REQUEST", "application/xml");

    [Theory]
    [Formats]
    [Requirement("CN-12")]
    [Requirement("C12")]
    public async Task A_post_without_body_type_is_refused(FhirFormat format)
    {
        (await SendAsync(ApiRequest.Any("register").As(format).Without("Content-Type"))).Fails(415, "BAD_REQUEST", "Content-Type");
        (await SendAsync(ApiRequest.Any("register").As(format).With("Content-Type", ""))).Fails(415, "BAD_REQUEST", "Content-Type");
        (await SendAsync(ApiRequest.Any("register").As(format).With("Content-Type", Json).Also("Content-Type", Xml))).Fails(415, "BAD_REQUEST", "Content-Type");
    }

    [Theory]
    [Formats]
    [Requirement("CN-14")]
    public async Task A_supported_body_type_on_get_is_tolerated(FhirFormat format)
    {
        (await SendAsync(ApiRequest.Any("read patient").As(format).With("Content-Type", Json))).Succeeds();
        (await SendAsync(ApiRequest.Any("read patient").Without("Accept").With("Content-Type", ApiRequest.MediaType(format)).Expecting(format))).Succeeds();
    }

    [Theory]
    [FormatCase("CN-15", "gzip")]
    [FormatCase("CN-15", "br")]
    [FormatCase("CN-15", "identity, gzip")]
    public async Task An_encoded_body_is_refused(string id, FhirFormat format, string coding)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("register").As(format).With("Content-Encoding", coding))).Fails(415, "BAD_REQUEST");
    }

    [Theory]
    [Case("CN-17", FhirFormat.Json, FhirFormat.Json, FhirFormat.Json)]
    [Case("CN-17", FhirFormat.Json, FhirFormat.Json, FhirFormat.Xml)]
    [Case("CN-17", FhirFormat.Json, FhirFormat.Xml, FhirFormat.Json)]
    [Case("CN-17", FhirFormat.Json, FhirFormat.Xml, FhirFormat.Xml)]
    [Case("CN-17", FhirFormat.Xml, FhirFormat.Json, FhirFormat.Json)]
    [Case("CN-17", FhirFormat.Xml, FhirFormat.Json, FhirFormat.Xml)]
    [Case("CN-17", FhirFormat.Xml, FhirFormat.Xml, FhirFormat.Json)]
    [Case("CN-17", FhirFormat.Xml, FhirFormat.Xml, FhirFormat.Xml)]
    public async Task A_registration_is_read_by_its_body_type_and_answered_by_the_format_parameter(string id, FhirFormat body, FhirFormat accept, FhirFormat parameter)
    {
        Assert.NotEmpty(id);
        var person = await fixture.Provider.NewPersonAsync();
        var query = $"_format={Uri.EscapeDataString(ApiRequest.MediaType(parameter))}";

        (await SendAsync(person.Register(body).As(accept).Query(query).Expecting(parameter))).Registers();
    }

    [Theory]
    [Formats]
    [Requirement("CN-3")]
    [Requirement("CN-6")]
    public async Task Without_a_preference_the_body_type_decides(FhirFormat format)
    {
        (await SendAsync((await fixture.Provider.NewPersonAsync()).Register(format).Without("Accept").Expecting(format))).Registers();
        (await SendAsync((await fixture.Provider.NewPersonAsync()).Register(format).With("Accept", "*/*").Expecting(format))).Registers();
        (await SendAsync((await fixture.Provider.NewPersonAsync()).Register(format).With("Content-Type", ApiRequest.MediaType(format).ToUpperInvariant() + "; charset=\"utf-8\""))).Registers();
    }

    [Fact]
    [Requirement("CN-17")]
    public async Task A_body_that_contradicts_its_type_counts_as_not_well_formed()
    {
        var person = await fixture.Provider.NewPersonAsync();

        (await SendAsync(person.Register(FhirFormat.Json).With("Content-Type", Xml))).Fails(400, "BAD_REQUEST");
        (await SendAsync(ApiRequest.Register(Encoding.UTF8.GetString(FhirXml.From(person.Parameters()))).Hiding(person.NhsNumber))).Fails(400, "BAD_REQUEST");
    }

    private Task<ApiResponse> SendAsync(ApiRequest request) => fixture.Provider.SendAsync(request);
}
