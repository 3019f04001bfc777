using System.Text.Json.Nodes;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>Requests with two errors: the check that comes first determines the answer.</summary>
public class OrderTests : IAsyncLifetime
{
    private const string BadSystem = "https://example.org/Id/other%7C1";

    private RunningProvider provider = null!;

    public async Task InitializeAsync() => provider = await RunningProvider.StartAsync();

    public async Task DisposeAsync() => await provider.DisposeAsync();

    [Theory]
    [Formats]
    [Requirement("AU-1")]
    public async Task An_unknown_practice_comes_before_the_headers(FhirFormat format) =>
        (await SendAsync(ApiRequest.Any("metadata").As(format).Under("/Z99999/STU3/1/gpconnect").Without("Ssp-TraceID").Without("Ssp-To").Without("Authorization"))).Fails(404, "ORGANISATION_NOT_FOUND");

    [Theory]
    [Formats]
    [Requirement("AU-2")]
    public async Task Headers_come_before_the_path_and_in_their_order(FhirFormat format)
    {
        (await SendAsync(ApiRequest.Any("metadata").As(format).At("/nothing").Without("Ssp-TraceID"))).Fails(400, "BAD_REQUEST", "Ssp-TraceID");
        (await SendAsync(ApiRequest.Any("metadata").As(format).Without("Ssp-TraceID").Without("Ssp-From"))).Fails(400, "BAD_REQUEST", "Ssp-TraceID");
        (await SendAsync(ApiRequest.Any("metadata").As(format).Without("Ssp-From").Without("Ssp-To"))).Fails(400, "BAD_REQUEST", "Ssp-From");
        (await SendAsync(ApiRequest.Any("metadata").As(format).Without("Ssp-To").Without("Ssp-InteractionID"))).Fails(400, "BAD_REQUEST", "Ssp-To");
    }

    [Theory]
    [Formats]
    [Requirement("AU-3")]
    public async Task The_asid_comes_before_the_interaction(FhirFormat format) =>
        (await SendAsync(ApiRequest.Any("metadata").As(format).With("Ssp-To", "1").Interaction("nothing-1"))).Fails(400, "BAD_REQUEST", "Ssp-To");

    [Theory]
    [Formats]
    [Requirement("AU-4")]
    public async Task An_interaction_that_is_not_offered_comes_before_the_path(FhirFormat format) =>
        (await SendAsync(ApiRequest.Any("metadata").As(format).At("/nothing").Interaction("rest:search:slot-1"))).Fails(501, "NOT_IMPLEMENTED");

    [Theory]
    [Formats]
    [Requirement("AU-5")]
    public async Task The_id_comes_before_the_token(FhirFormat format) =>
        (await SendAsync(ApiRequest.Read("Patient", "a_b").As(format).Without("Authorization"))).Fails(400, "BAD_REQUEST", "logical id");

    [Theory]
    [Formats]
    [Requirement("AU-6")]
    public async Task The_search_token_comes_before_the_jwt(FhirFormat format) =>
        (await SendAsync(ApiRequest.Search("Patient", "x").As(format).ChangeToken(token => token.Signature = "eA"))).Fails(422, "INVALID_PARAMETER");

    [Theory]
    [Formats]
    [Requirement("AU-7")]
    public async Task The_search_system_comes_before_the_token(FhirFormat format) =>
        (await SendAsync(ApiRequest.Search("Patient", BadSystem).As(format).Without("Authorization"))).Fails(400, "INVALID_IDENTIFIER_SYSTEM");

    [Fact]
    [Requirement("AU-8")]
    public async Task The_token_comes_before_the_formats()
    {
        (await SendAsync(ApiRequest.Any("read patient").Without("Authorization").With("Accept", "text/html"))).Fails(400, "BAD_REQUEST", "Authorization");
        (await SendAsync(ApiRequest.Any("register").Without("Authorization").Without("Content-Type"))).Fails(400, "BAD_REQUEST", "Authorization");
    }

    [Fact]
    [Requirement("AU-9")]
    public async Task The_body_type_comes_before_the_answers_format() =>
        (await SendAsync(ApiRequest.Any("register").With("Content-Type", "text/plain").With("Accept", "text/html"))).Fails(415, "BAD_REQUEST", "Content-Type");

    [Fact]
    [Requirement("AU-10")]
    public async Task The_formats_come_before_the_jwt() =>
        (await SendAsync(ApiRequest.Any("read patient").With("Accept", "text/html").ChangeToken(token => token.Signature = "eA"))).Fails(415, "BAD_REQUEST");

    [Theory]
    [FormatCase("AU-11", "requesting_device", "requesting_organization")]
    [FormatCase("AU-11", "requesting_organization", "requesting_device")]
    [FormatCase("AU-11", "requesting_practitioner", "requesting_device")]
    [FormatCase("AU-11", "requesting_device", "iss")]
    [FormatCase("AU-11", "requesting_practitioner", "exp")]
    public async Task An_invalid_resource_claim_comes_before_a_missing_claim(string id, FhirFormat format, string broken, string missing)
    {
        Assert.NotEmpty(id);
        var request = ApiRequest.Any("metadata").As(format).ChangeToken(token =>
        {
            token.Claims[broken]!["invalidField"] = 1;
            token.Claims.Remove(missing);
        });

        (await SendAsync(request)).Fails(422, "INVALID_RESOURCE", broken);
    }

    [Theory]
    [Formats]
    [Requirement("AU-12")]
    public async Task A_missing_claim_comes_before_the_times_and_the_times_before_the_values(FhirFormat format)
    {
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token =>
        {
            token.Claims.Remove("aud");
            token.IssuedAt(0);
        }))).Fails(400, "BAD_REQUEST", "aud");
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token =>
        {
            token.Claims["reason_for_request"] = "other";
            token.IssuedAt(0);
        }))).Fails(400, "BAD_REQUEST", "exp");
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token =>
        {
            token.Claims["reason_for_request"] = "other";
            token.Claims["sub"] = "other";
        }))).Fails(400, "BAD_REQUEST", "reason_for_request");
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token =>
        {
            token.Claims["requesting_device"] = JsonNode.Parse("""{"resourceType":"Location","name":"x"}""");
            token.Claims["sub"] = "other";
        }))).Fails(400, "BAD_REQUEST", "requesting_device");
        (await SendAsync(ApiRequest.Any("metadata").As(format).WithScope("nonsense").ChangeToken(token => token.Claims["sub"] = "other"))).Fails(400, "BAD_REQUEST", "sub");
    }

    [Theory]
    [Formats]
    [Requirement("AU-13")]
    [Requirement("AU-14")]
    [Requirement("AU-15")]
    public async Task The_switch_comes_after_the_scope_and_before_the_nhs_number(FhirFormat format)
    {
        await provider.SwitchAsync(practice => practice with { GpConnect = false });
        await Eventually.HoldsAsync(async () => (await SendAsync(ApiRequest.Any("metadata"))).Status == 403);

        (await SendAsync(ApiRequest.Any("metadata").As(format).WithScope("patient/*.read"))).Fails(400, "BAD_REQUEST", "requested_scope");
        (await SendAsync(ApiRequest.SearchPatient("9000000008").As(format))).Fails(403, "ACCESS DENIED");
        (await SendAsync(ApiRequest.SearchPatient("9000000008").As(format).ChangeToken(token => token.IssuedAt(0)))).Fails(400, "BAD_REQUEST", "exp");
        (await SendAsync(ApiRequest.Register("{").As(format))).Fails(403, "ACCESS DENIED");
        (await SendAsync(ApiRequest.Read("Patient", "unknown").As(format))).Fails(403, "ACCESS DENIED");
    }

    [Theory]
    [Formats]
    [Requirement("AU-16")]
    public async Task The_jwt_comes_before_the_body(FhirFormat format)
    {
        (await SendAsync(ApiRequest.Register("{", format).ChangeToken(token => token.IssuedAt(0)))).Fails(400, "BAD_REQUEST", "exp");
        (await SendAsync(ApiRequest.Register(new byte[2_000_000], format).WithScope("patient/*.read"))).Fails(400, "BAD_REQUEST", "requested_scope");
    }

    [Theory]
    [Formats]
    [Requirement("AU-17")]
    public async Task The_body_comes_before_pds(FhirFormat format)
    {
        var person = Person.New();
        person.Pds = person.Pds with { IsInvalid = true };
        await provider.AddToPdsAsync(person);
        person.Patient["maritalStatus"] = new JsonObject { ["text"] = "x" };

        (await SendAsync(person.Register(format))).Fails(422, "INVALID_RESOURCE", "maritalStatus");
    }

    private Task<ApiResponse> SendAsync(ApiRequest request) => provider.SendAsync(request);
}
