using System.Text.Json.Nodes;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>The bearer token: its envelope, its claims and the resources in it.</summary>
public class TokenTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private static readonly string[] Claims =
    [
        "iss", "sub", "aud", "exp", "iat", "reason_for_request", "requested_scope", "requesting_device", "requesting_organization", "requesting_practitioner",
    ];

    public static TheoryData<string, string> OtherScopes()
    {
        var data = new TheoryData<string, string>();
        foreach (var name in new[] { "metadata", "read patient", "search patient", "read practitioner", "search practitioner", "read organization", "search organization", "read location", "register" })
        {
            foreach (var scope in new[] { "patient/*.read", "patient/*.write", "organization/*.read", "organization/*.write" })
            {
                if (ApiRequest.Any(name).Scope != scope)
                {
                    data.Add(name, scope);
                }
            }
        }

        return data;
    }

    [Theory]
    [Formats]
    [Requirement("C7")]
    [Requirement("JW-1")]
    [Requirement("MD-2")]
    public async Task A_missing_token_is_refused(FhirFormat format)
    {
        foreach (var name in new[] { "metadata", "read patient", "search patient", "register" })
        {
            (await SendAsync(ApiRequest.Any(name).As(format).Without("Authorization"))).Fails(400, "BAD_REQUEST", "Authorization");
        }
    }

    [Theory]
    [FormatCase("C7 JW-2", "Basic dXNlcjpwYXNz")]
    [FormatCase("JW-2", "Bearer")]
    [FormatCase("JW-2", "Bearer ")]
    [FormatCase("JW-2", "")]
    [FormatCase("JW-2", "Bearer {token} {token}")]
    [FormatCase("JW-2", "Bearer {token},{token}")]
    [FormatCase("JW-2", "{token}")]
    [FormatCase("JW-2", "Bearer{token}")]
    public async Task The_header_must_hold_one_bearer_token(string id, FhirFormat format, string header)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").As(format).With("Authorization", header.Replace("{token}", GoodToken(), StringComparison.Ordinal)))).Fails(400, "BAD_REQUEST");
    }

    [Fact]
    [Requirement("JW-2")]
    public async Task Two_Authorization_headers_are_refused() =>
        (await SendAsync(ApiRequest.Any("metadata").Also("Authorization", "Bearer " + GoodToken()).Also("Authorization", "Bearer " + GoodToken()))).Fails(400, "BAD_REQUEST");

    [Theory]
    [Case("JW-3", "bearer")]
    [Case("JW-3", "BEARER")]
    [Case("JW-3", "BeArEr  ")]
    public async Task The_scheme_is_not_case_sensitive(string id, string scheme)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").With("Authorization", $"{scheme} {GoodToken()}"))).Succeeds();
    }

    [Theory]
    [FormatCase("JW-5", "no payload")]
    [FormatCase("JW-5", "two parts")]
    [FormatCase("JW-5", "four parts")]
    [FormatCase("JW-5", "one part")]
    [FormatCase("JW-6", "signed")]
    [FormatCase("JW-4", "raw JSON payload")]
    [FormatCase("JW-4", "raw JSON header")]
    [FormatCase("JW-4", "padding")]
    [FormatCase("JW-4", "plus")]
    [FormatCase("JW-4", "slash")]
    [FormatCase("JW-4", "impossible length")]
    [FormatCase("JW-4", "padded header")]
    [FormatCase("JW-7", "alg HS256")]
    [FormatCase("JW-7", "no alg")]
    [FormatCase("JW-7", "alg null")]
    [FormatCase("JW-7", "typ JWS")]
    [FormatCase("JW-7", "typ 1")]
    [FormatCase("JW-7", "header is a list")]
    [FormatCase("JW-7", "header is no JSON")]
    [FormatCase("JW-7 BI-7", "alg twice")]
    [FormatCase("JW-9", "payload is a list")]
    [FormatCase("JW-9", "payload is a string")]
    [FormatCase("JW-9", "payload is no JSON")]
    [FormatCase("JW-9", "payload goes on")]
    [FormatCase("JW-9 BI-7", "claim twice")]
    [FormatCase("JW-9 BI-4", "payload is not UTF-8")]
    public async Task A_malformed_envelope_is_refused(string id, FhirFormat format, string error)
    {
        Assert.NotEmpty(id);
        var request = error switch
        {
            "two parts" => ApiRequest.Any("metadata").With("Authorization", "Bearer " + GoodToken().TrimEnd('.')),
            "four parts" => ApiRequest.Any("metadata").With("Authorization", "Bearer " + GoodToken() + "."),
            "one part" => ApiRequest.Any("metadata").With("Authorization", "Bearer abc"),
            _ => ApiRequest.Any("metadata").ChangeToken(token => Break(token, error)),
        };

        (await SendAsync(request.As(format))).Fails(400, "BAD_REQUEST", "JWT");
    }

    [Fact]
    [Requirement("JW-8")]
    public async Task Additional_keys_in_the_token_header_are_ignored() =>
        (await SendAsync(ApiRequest.Any("metadata").ChangeToken(token => token.Header = """{"kid":"1","typ":"JWT","x":{"y":[]},"alg":"none"}"""))).Succeeds();

    [Theory]
    [Case("JW-34", """{"alg":"None","typ":"JWT"}""")]
    [Case("JW-34", """{"alg":"NONE","typ":"jwt"}""")]
    [Case("JW-34", """{"alg":"none","typ":"Jwt"}""")]
    [Case("JW-34", """{"alg":"none","typ":null}""")]
    [Case("JW-34", """{"alg":"none"}""")]
    public async Task The_token_header_may_use_any_case_and_omit_its_type(string id, string header)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").ChangeToken(token => token.Header = header))).Succeeds();
    }

    [Theory]
    [Formats]
    [Requirement("C8")]
    [Requirement("JW-10")]
    [Requirement("JW-11")]
    [Requirement("JW-12")]
    public async Task Every_claim_is_required_with_its_type(FhirFormat format)
    {
        foreach (var claim in Claims)
        {
            (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.Claims.Remove(claim)))).Fails(400, "BAD_REQUEST", claim);
            (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.Claims[claim] = null))).Fails(400, "BAD_REQUEST", claim);
            foreach (var other in WrongTypes(claim))
            {
                (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.Claims[claim] = JsonNode.Parse(other)))).Fails(400, "BAD_REQUEST", claim);
            }
        }
    }

    [Theory]
    [FormatCase("JW-13", 299)]
    [FormatCase("JW-13", 301)]
    [FormatCase("JW-13", -1)]
    [FormatCase("JW-13", 0)]
    [FormatCase("JW-13", -300)]
    public async Task The_lifetime_must_be_exactly_five_minutes(string id, FhirFormat format, int lifetime)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.IssuedAt((long)token.Claims["iat"]!, lifetime)))).Fails(400, "BAD_REQUEST", "exp");
    }

    [Theory]
    [FormatCase("JW-14", -600)]
    [FormatCase("JW-14", -301)]
    [FormatCase("JW-14", -300)]
    public async Task An_expired_token_is_refused(string id, FhirFormat format, int secondsAgo)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.IssuedAt((long)token.Claims["iat"]! + secondsAgo)))).Fails(400, "BAD_REQUEST", "exp", "expired");
    }

    [Theory]
    [Case("JW-15", 200)]
    [Case("JW-15", 100_000)]
    [Case("JW-15", -200)]
    public async Task The_time_of_issue_is_not_compared_with_the_clock(string id, int seconds)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").ChangeToken(token => token.IssuedAt((long)token.Claims["iat"]! + seconds)))).Succeeds();
    }

    [Theory]
    [FormatCase("JW-16", "1700000000.5")]
    [FormatCase("JW-16", "1.7e9")]
    [FormatCase("JW-16", "9223372036854775808")]
    [FormatCase("JW-16", "-9223372036854775809")]
    [FormatCase("JW-16", "1e400")]
    [FormatCase("JW-16", "9223372036854775807")]
    [FormatCase("JW-16", "-9223372036854775808")]
    public async Task Malformed_or_extreme_times_are_refused(string id, FhirFormat format, string number)
    {
        Assert.NotEmpty(id);
        foreach (var claim in new[] { "iat", "exp" })
        {
            (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.Claims[claim] = JsonNode.Parse(number)))).Fails(400, "BAD_REQUEST");
        }

        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token =>
        {
            token.Claims["iat"] = JsonNode.Parse(number);
            token.Claims["exp"] = JsonNode.Parse(number);
        }))).Fails(400, "BAD_REQUEST");
    }

    [Theory]
    [FormatCase("JW-19", "secondaryuses")]
    [FormatCase("JW-19", "DirectCare")]
    [FormatCase("JW-19", "directcare ")]
    [FormatCase("JW-19", "migration")]
    public async Task Another_reason_for_the_request_is_refused(string id, FhirFormat format, string reason)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.Claims["reason_for_request"] = reason))).Fails(400, "BAD_REQUEST", "reason_for_request");
    }

    [Theory]
    [MemberData(nameof(OtherScopes))]
    [Requirement("C11")]
    [Requirement("JW-20")]
    public async Task Another_interactions_scope_is_refused(string name, string scope)
    {
        var expected = ApiRequest.Any(name).Scope;
        foreach (var format in new[] { FhirFormat.Json, FhirFormat.Xml })
        {
            (await SendAsync(ApiRequest.Any(name).As(format).WithScope(scope))).Fails(400, "BAD_REQUEST", "requested_scope", expected);
        }
    }

    [Theory]
    [Case("JW-21", "organization/*.read conf/N")]
    [Case("JW-21", "conf/N organization/*.read")]
    public async Task The_confidentiality_scope_N_is_tolerated(string id, string scope)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").WithScope(scope))).Succeeds();
    }

    [Theory]
    [FormatCase("JW-22", "organization/*.read conf/R")]
    [FormatCase("JW-22", "badScope")]
    [FormatCase("JW-22", "organization/*.read patient/*.read")]
    [FormatCase("JW-22", "Organization/*.read")]
    [FormatCase("JW-22", "organization/*.read ")]
    [FormatCase("JW-22", "conf/N")]
    [FormatCase("JW-22", "organization/*.*")]
    public async Task Other_scopes_are_refused(string id, FhirFormat format, string scope)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").As(format).WithScope(scope))).Fails(400, "BAD_REQUEST", "requested_scope");
    }

    [Theory]
    [Formats]
    [Requirement("JW-23")]
    public async Task The_subject_must_be_the_practitioner(FhirFormat format) =>
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.Claims["sub"] = "user-2"))).Fails(400, "BAD_REQUEST", "sub");

    [Fact]
    [Requirement("JW-25")]
    public async Task Unknown_claims_are_ignored_and_kept_for_the_audit()
    {
        var trace = Guid.NewGuid().ToString();
        var request = ApiRequest.Any("metadata").With("Ssp-TraceID", trace).ChangeToken(token =>
        {
            token.Claims["requested_record"] = JsonNode.Parse("""{"resourceType":"Patient","nonsense":true}""");
            token.Claims["surprise"] = new JsonArray(1, 2);
        });

        (await SendAsync(request)).Succeeds();
        var claims = fixture.Provider.AuditOf(trace)["claims"]!;
        Assert.NotNull(claims["requested_record"]);
        Assert.NotNull(claims["surprise"]);
    }

    [Theory]
    [FormatCase("JW-26", "requesting_device", "identifier")]
    [FormatCase("JW-26", "requesting_device", "identifier system")]
    [FormatCase("JW-26", "requesting_device", "identifier value")]
    [FormatCase("JW-26", "requesting_device", "model")]
    [FormatCase("JW-26", "requesting_device", "version")]
    [FormatCase("JW-27", "requesting_organization", "name")]
    [FormatCase("JW-27", "requesting_organization", "identifier")]
    [FormatCase("JW-27", "requesting_organization", "identifier value")]
    [FormatCase("JW-27", "requesting_organization", "other system")]
    [FormatCase("JW-28", "requesting_practitioner", "id")]
    [FormatCase("JW-28", "requesting_practitioner", "name")]
    [FormatCase("JW-28", "requesting_practitioner", "family")]
    [FormatCase("JW-28", "requesting_practitioner", "given")]
    [FormatCase("JW-28", "requesting_practitioner", "identifier")]
    [FormatCase("JW-28", "requesting_practitioner", "other system")]
    [FormatCase("JW-28", "requesting_practitioner", "identifier value")]
    public async Task A_resource_claim_without_required_contents_is_refused(string id, FhirFormat format, string claim, string missing)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => RemoveContents(token.Claims[claim]!.AsObject(), missing)))).Fails(400, "BAD_REQUEST", claim);
    }

    [Fact]
    [Requirement("JW-29")]
    public async Task Optional_contents_of_resource_claims_may_be_missing()
    {
        (await SendAsync(ApiRequest.Any("metadata").ChangeToken(token =>
        {
            token.Practitioner["identifier"] = new JsonArray(token.Practitioner["identifier"]![0]!.DeepClone());
            token.Practitioner["name"]![0]!.AsObject().Remove("prefix");
            token.Device["id"] = "device-1";
        }))).Succeeds();
    }

    [Theory]
    [FormatCase("C9 JW-30", "requesting_device")]
    [FormatCase("C9 JW-30", "requesting_organization")]
    [FormatCase("C9 JW-30", "requesting_practitioner")]
    public async Task A_resource_claim_that_is_not_a_valid_resource_is_refused(string id, FhirFormat format, string claim)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.Claims[claim]!["invalidField"] = "x"))).Fails(422, "INVALID_RESOURCE", claim, "invalidField");
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.Claims[claim]!["identifier"]![0]!["invalidField"] = "x"))).Fails(422, "INVALID_RESOURCE", claim, "identifier");
    }

    [Theory]
    [FormatCase("C9 JW-31", "requesting_device")]
    [FormatCase("C9 JW-31", "requesting_organization")]
    [FormatCase("C9 JW-31", "requesting_practitioner")]
    public async Task A_resource_claim_of_an_unknown_type_is_refused(string id, FhirFormat format, string claim)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.Claims[claim]!["resourceType"] = "InvalidResourceType"))).Fails(422, "INVALID_RESOURCE", claim);
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.Claims[claim]!.AsObject().Remove("resourceType")))).Fails(422, "INVALID_RESOURCE", claim);
    }

    [Theory]
    [FormatCase("C10 JW-32", "requesting_device", """{"resourceType":"Location","id":"user-1","name":"x"}""", "Location")]
    [FormatCase("C10 JW-32", "requesting_organization", """{"resourceType":"Location","id":"user-1","name":"x"}""", "Location")]
    [FormatCase("C10 JW-32", "requesting_practitioner", """{"resourceType":"Patient","id":"user-1","active":true}""", "Patient")]
    [FormatCase("C10 JW-32", "requesting_device", """{"resourceType":"Patient"}""", "Patient")]
    [FormatCase("C10 JW-32", "requesting_organization", """{"resourceType":"Parameters"}""", "Parameters")]
    [FormatCase("C10 JW-32", "requesting_practitioner", """{"resourceType":"Patient"}""", "Patient")]
    public async Task A_resource_claim_of_another_type_is_refused(string id, FhirFormat format, string claim, string resource, string type)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.Claims[claim] = JsonNode.Parse(resource)))).Fails(400, "BAD_REQUEST", claim, type);
    }

    [Theory]
    [FormatCase("JW-33", "requesting_device", "model", "1")]
    [FormatCase("JW-33", "requesting_device", "identifier", "{}")]
    [FormatCase("JW-33", "requesting_organization", "active", "\"true\"")]
    [FormatCase("JW-33", "requesting_practitioner", "id", "4711")]
    [FormatCase("JW-33", "requesting_practitioner", "gender", "\"M\"")]
    [FormatCase("JW-33 BI-4", "requesting_practitioner", "birthDate", "\"19 80\"")]
    public async Task A_wrong_datatype_in_a_resource_claim_is_refused(string id, FhirFormat format, string claim, string element, string value)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.Claims[claim]![element] = JsonNode.Parse(value)))).Fails(422, "INVALID_RESOURCE", claim);
    }

    [Theory]
    [Case("JW-35", "null")]
    [Case("JW-35", "\"\"")]
    [Case("JW-35", "[]")]
    [Case("JW-35", "[null,\"\",[]]")]
    [Case("JW-35", """{"a":null,"b":[""],"c":{"d":""}}""")]
    public async Task An_empty_member_counts_as_absent(string id, string nothing)
    {
        Assert.NotEmpty(id);
        foreach (var claim in new[] { "requesting_device", "requesting_organization", "requesting_practitioner" })
        {
            var request = ApiRequest.Any("metadata").ChangeToken(token =>
            {
                var resource = token.Claims[claim]!.AsObject();
                resource["identifier"]![0]!["period"] = JsonNode.Parse(nothing);
                resource["contained"] = JsonNode.Parse(nothing);
                resource["identifier"]!.AsArray().Add(JsonNode.Parse(nothing));
            });
            (await SendAsync(request)).Succeeds();
        }

        (await SendAsync(ApiRequest.Any("metadata").ChangeToken(token => token.Device["id"] = JsonNode.Parse(nothing)))).Succeeds();
    }

    [Theory]
    [FormatCase("JW-35", "requesting_device", "model")]
    [FormatCase("JW-35", "requesting_device", "identifier")]
    [FormatCase("JW-35", "requesting_organization", "name")]
    [FormatCase("JW-35", "requesting_practitioner", "id")]
    [FormatCase("JW-35", "requesting_practitioner", "name")]
    public async Task An_empty_required_member_counts_as_missing(string id, FhirFormat format, string claim, string member)
    {
        Assert.NotEmpty(id);
        foreach (var nothing in new[] { "null", "\"\"", "[]", "[null]" })
        {
            (await SendAsync(ApiRequest.Any("metadata").As(format).ChangeToken(token => token.Claims[claim]![member] = JsonNode.Parse(nothing)))).Fails(400, "BAD_REQUEST", claim);
        }
    }

    [Theory]
    [Case("JW-36", "CONE, Stephen")]
    [Case("JW-36", "stephen.cone@example.org")]
    [Case("JW-36", "a|b/c?d#e \\ \"é\"")]
    [Case("JW-36", "0123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task The_users_id_need_not_be_a_FHIR_id(string id, string user)
    {
        Assert.NotEmpty(id);
        var trace = Guid.NewGuid().ToString();
        var request = ApiRequest.Any("metadata").With("Ssp-TraceID", trace).ChangeToken(token =>
        {
            token.Claims["sub"] = user;
            token.Practitioner["id"] = user;
        });

        (await SendAsync(request)).Succeeds();
        Assert.Equal(user, (string?)fixture.Provider.AuditOf(trace)["user"]!["id"]);
        (await SendAsync(ApiRequest.Any("metadata").ChangeToken(token => token.Practitioner["id"] = user))).Fails(400, "BAD_REQUEST", "sub");
    }

    private static IEnumerable<string> WrongTypes(string claim) => claim switch
    {
        "exp" or "iat" => ["\"1700000000\"", "true", "{}", "[1]"],
        "requesting_device" or "requesting_organization" or "requesting_practitioner" => ["\"text\"", "1", "[]", "false"],
        _ => ["1", "true", "{}", "[\"a\"]", "\"\"", "\"  \""],
    };

    private static void Break(Token token, string error)
    {
        switch (error)
        {
            case "no payload": token.EncodedPayload = ""; break;
            case "signed": token.Signature = "c2lnbmF0dXJl"; break;
            case "raw JSON payload": token.EncodedPayload = token.Claims.ToJsonString().Replace(" ", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal); break;
            case "raw JSON header": token.EncodedHeader = token.Header; break;
            case "padding": token.EncodedPayload = Token.Encode(token.Claims.ToJsonString()) + "="; break;
            case "plus": token.EncodedPayload = Token.Encode(token.Claims.ToJsonString()) + "+"; break;
            case "slash": token.EncodedPayload = Token.Encode(token.Claims.ToJsonString()) + "/"; break;
            case "impossible length": token.EncodedPayload = "abcde"; break;
            case "padded header": token.EncodedHeader = Token.Encode(token.Header) + "="; break;
            case "alg HS256": token.Header = """{"alg":"HS256","typ":"JWT"}"""; break;
            case "no alg": token.Header = """{"typ":"JWT"}"""; break;
            case "alg null": token.Header = """{"alg":null,"typ":"JWT"}"""; break;
            case "typ JWS": token.Header = """{"alg":"none","typ":"JWS"}"""; break;
            case "typ 1": token.Header = """{"alg":"none","typ":1}"""; break;
            case "header is a list": token.Header = """[{"alg":"none","typ":"JWT"}]"""; break;
            case "header is no JSON": token.Header = "alg=none"; break;
            case "alg twice": token.Header = """{"alg":"HS256","alg":"none","typ":"JWT"}"""; break;
            case "payload is a list": token.EncodedPayload = Token.Encode("[]"); break;
            case "payload is a string": token.EncodedPayload = Token.Encode("\"x\""); break;
            case "payload is no JSON": token.EncodedPayload = Token.Encode("{"); break;
            case "payload goes on": token.EncodedPayload = Token.Encode(token.Claims.ToJsonString() + "{}"); break;
            case "claim twice": token.EncodedPayload = Token.Encode(token.Claims.ToJsonString().Insert(1, "\"iss\":\"other\",")); break;
            case "payload is not UTF-8": token.EncodedPayload = System.Buffers.Text.Base64Url.EncodeToString([0x7B, 0xFF, 0xFE, 0x7D]); break;
            default: throw new ArgumentOutOfRangeException(nameof(error));
        }
    }

    private static void RemoveContents(JsonObject resource, string missing)
    {
        switch (missing)
        {
            case "identifier system": resource["identifier"]![0]!.AsObject().Remove("system"); break;
            case "identifier value": resource["identifier"]![0]!.AsObject().Remove("value"); break;
            case "other system": resource["identifier"]![0]!["system"] = "https://example.org/Id/other"; break;
            case "family" or "given": resource["name"]![0]!.AsObject().Remove(missing); break;
            default: resource.Remove(missing); break;
        }
    }

    private static string GoodToken() => ApiRequest.Metadata().TokenText(TimeProvider.System.GetUtcNow());

    private Task<ApiResponse> SendAsync(ApiRequest request) => fixture.Provider.SendAsync(request);
}
