using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.EndToEnd;

public class SearchTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private const string NhsNumber = "https://fhir.nhs.uk/Id/nhs-number";
    private const string SdsUserId = "https://fhir.nhs.uk/Id/sds-user-id";
    private const string OdsCode = "https://fhir.nhs.uk/Id/ods-organization-code";

    private static readonly (string Type, string System, string Known)[] Searches =
        [("Patient", NhsNumber, SampleData.Patient1), ("Practitioner", SdsUserId, "G13579135"), ("Organization", OdsCode, SampleData.Ods)];

    [Theory]
    [Formats]
    [Requirement("SB-1")]
    [Requirement("SB-2")]
    [Requirement("SB-3")]
    [Requirement("SB-5")]
    public async Task A_search_returns_a_searchset_without_optional_elements(FhirFormat format)
    {
        foreach (var (type, system, known) in Searches)
        {
            var bundle = (await SendAsync(ApiRequest.Search(type, $"{system}%7C{known}").As(format))).Succeeds();

            Assert.Equal(["resourceType", "type", "entry"], bundle.Select(element => element.Key));
            Assert.Equal("searchset", (string?)bundle["type"]);
            var entry = Assert.Single(bundle["entry"]!.AsArray())!.AsObject();
            Assert.Equal(["resource"], entry.Select(element => element.Key));
            Assert.Equal(type, (string?)entry["resource"]!["resourceType"]);
        }
    }

    [Theory]
    [Formats]
    [Requirement("SB-4")]
    [Requirement("PS-3")]
    [Requirement("PRS-3")]
    [Requirement("ORS-2")]
    public async Task A_search_without_a_match_returns_an_empty_searchset(FhirFormat format)
    {
        foreach (var (type, system, unknown) in new[]
        {
            ("Patient", NhsNumber, SampleData.NotInSystem), ("Practitioner", SdsUserId, "unknownSDSUserID"), ("Practitioner", SdsUserId, "1"), ("Organization", OdsCode, "INVOC1"),
            ("Practitioner", SdsUserId, "%C3%A9%20%2B%26"),
        })
        {
            var bundle = (await SendAsync(ApiRequest.Search(type, $"{system}%7C{unknown}").As(format))).Succeeds();

            Assert.Equal(["resourceType", "type"], bundle.Select(element => element.Key));
        }
    }

    [Theory]
    [FormatCase("SP-1", null, 400, "BAD_REQUEST")]
    [FormatCase("SP-4", "{value}", 422, "INVALID_PARAMETER")]
    [FormatCase("SP-5", "%7C{value}", 422, "INVALID_PARAMETER")]
    [FormatCase("SP-5", "%20%7C{value}", 422, "INVALID_PARAMETER")]
    [FormatCase("SP-6", "{system}%7C", 422, "INVALID_PARAMETER")]
    [FormatCase("SP-6", "{system}%7C%20%20", 422, "INVALID_PARAMETER")]
    [FormatCase("SP-6", "{system}|", 422, "INVALID_PARAMETER")]
    [FormatCase("SP-7", "", 422, "INVALID_PARAMETER")]
    [FormatCase("SP-7", "%7C", 422, "INVALID_PARAMETER")]
    [FormatCase("SP-8", "{system}%7C{value}%7C", 422, "INVALID_PARAMETER")]
    [FormatCase("SP-8", "{system}%7C%7C{value}", 422, "INVALID_PARAMETER")]
    [FormatCase("SP-9", "{system}%7C{value},{value}", 422, "INVALID_PARAMETER")]
    [FormatCase("SP-9", "{system}%7C{value}%2C{system}", 422, "INVALID_PARAMETER")]
    [FormatCase("BI-4 RT-12", "{system}%7C%00", 422, "INVALID_PARAMETER")]
    [FormatCase("BI-4 RT-12", "{system}%7C{value}%0A", 422, "INVALID_PARAMETER")]
    [FormatCase("BI-4 RT-12", "{system}%7C%FF%FE", 422, "INVALID_PARAMETER")]
    [FormatCase("BI-4 RT-12", "{system}%7C%ED%A0%80", 422, "INVALID_PARAMETER")]
    [FormatCase("RT-12", "{system}%7C%4", 422, "INVALID_PARAMETER")]
    [FormatCase("RT-12", "{system}%7C%zz", 422, "INVALID_PARAMETER")]
    [FormatCase("SP-10", "https://fhir.nhs.uk/Id/ods-site-code%7C{value}", 400, "INVALID_IDENTIFIER_SYSTEM")]
    [FormatCase("SP-10", "http://fhir.nhs.net/Id/nhs-number%7C{value}", 400, "INVALID_IDENTIFIER_SYSTEM")]
    [FormatCase("SP-10", "{SYSTEM}%7C{value}", 400, "INVALID_IDENTIFIER_SYSTEM")]
    [FormatCase("SP-10", "%20{system}%7C{value}", 400, "INVALID_IDENTIFIER_SYSTEM")]
    public async Task An_invalid_identifier_token_is_refused(string id, FhirFormat format, string? token, int status, string code)
    {
        Assert.NotEmpty(id);
        foreach (var (type, system, known) in Searches)
        {
            var value = token?.Replace("{system}", system, StringComparison.Ordinal)
                .Replace("{SYSTEM}", system.ToUpperInvariant(), StringComparison.Ordinal)
                .Replace("{value}", known, StringComparison.Ordinal);
            (await SendAsync(ApiRequest.Search(type, value).As(format).Hiding(SampleData.Patient1))).Fails(status, code);
        }
    }

    [Theory]
    [FormatCase("SP-2", "Identifier={token}", "missing")]
    [FormatCase("SP-2", "IDENTIFIER={token}", "missing")]
    [FormatCase("SP-3", "identifier={token}&identifier={token}", "more than once")]
    [FormatCase("SP-3", "identifier={token}&identifier=other%7C1", "more than once")]
    [FormatCase("SP-3", "identifier=&identifier=", "more than once")]
    [FormatCase("SP-3", "identifier={token}&%69dentifier={token}", "more than once")]
    [FormatCase("SP-13", "identifier:not={token}", "missing")]
    [FormatCase("SP-13", "identifier%3Anot={token}", "missing")]
    [FormatCase("SP-13", "identifier:missing=true", "missing")]
    [FormatCase("SP-1", "family=Ambler", "missing")]
    [FormatCase("SP-1", "&&=&", "missing")]
    public async Task The_identifier_parameter_is_required_exactly_once(string id, FhirFormat format, string query, string named)
    {
        Assert.NotEmpty(id);
        foreach (var (type, system, known) in Searches)
        {
            var request = ApiRequest.Search(type, null).As(format).Query(query.Replace("{token}", $"{system}%7C{known}", StringComparison.Ordinal));
            (await SendAsync(request.Hiding(SampleData.Patient1))).Fails(400, "BAD_REQUEST", "identifier", named);
        }
    }

    [Theory]
    [Formats]
    [Requirement("SP-10")]
    public async Task An_unsupported_system_is_named(FhirFormat format) =>
        (await SendAsync(ApiRequest.Search("Patient", $"https://example.org/Id/other%7C{SampleData.Patient1}").As(format).Hiding(SampleData.Patient1)))
            .Fails(400, "INVALID_IDENTIFIER_SYSTEM", "https://example.org/Id/other", NhsNumber);

    [Theory]
    [FormatCase("SP-11", "_count=1&_sort=family")]
    [FormatCase("SP-11", "_sort=-birthdate")]
    [FormatCase("SP-11", "foo=bar&foo=baz")]
    [FormatCase("SP-15", "_count=0")]
    [FormatCase("SP-15", "_count=999999999999999999999")]
    [FormatCase("SP-15", "_count=-1")]
    [FormatCase("SP-15", "_count=x")]
    public async Task Extra_parameters_are_ignored(string id, FhirFormat format, string extra)
    {
        Assert.NotEmpty(id);
        foreach (var (type, system, known) in Searches)
        {
            (await SendAsync(ApiRequest.Search(type, $"{system}%7C{known}").As(format).Query(extra))).Finds(1);
            (await SendAsync(ApiRequest.Search(type, $"{system}%7C{known}").As(format).QueryFirst(extra))).Finds(1);
        }
    }

    [Theory]
    [Formats]
    [Requirement("SP-15")]
    [Requirement("PRS-2")]
    public async Task A_practitioner_stored_twice_is_found_twice(FhirFormat format)
    {
        var found = (await SendAsync(ApiRequest.Search("Practitioner", $"{SdsUserId}%7CG33456784").As(format).Query("_count=1"))).Finds(2);

        Assert.Equal(["4", "5"], found.Select(practitioner => (string?)practitioner["id"]).Order());
    }

    [Theory]
    [Formats]
    [Requirement("SP-12")]
    public async Task The_format_parameter_may_come_first_or_last(FhirFormat format)
    {
        var other = format == FhirFormat.Json ? FhirFormat.Xml : FhirFormat.Json;
        var value = $"_format={Uri.EscapeDataString(ApiRequest.MediaType(format))}";
        foreach (var (type, system, known) in Searches)
        {
            (await SendAsync(ApiRequest.Search(type, $"{system}%7C{known}").As(other).Query(value).Expecting(format))).Finds(1);
            (await SendAsync(ApiRequest.Search(type, $"{system}%7C{known}").As(other).QueryFirst(value).Expecting(format))).Finds(1);
        }
    }

    [Theory]
    [Formats]
    [Requirement("RT-3")]
    [Requirement("RT-4")]
    public async Task A_token_is_decoded_once(FhirFormat format)
    {
        (await SendAsync(ApiRequest.Search("Patient", $"{NhsNumber}|{SampleData.Patient1}").As(format))).Finds(1);
        (await SendAsync(ApiRequest.Search("Patient", Uri.EscapeDataString($"{NhsNumber}|{SampleData.Patient1}")).As(format))).Finds(1);
        (await SendAsync(ApiRequest.Search("Organization", $"{OdsCode}%7c%41%32%30%30%34%37").As(format))).Finds(1);
        (await SendAsync(ApiRequest.Search("Patient", $"{NhsNumber}%257C{SampleData.Patient1}").As(format).Hiding(SampleData.Patient1))).Fails(422, "INVALID_PARAMETER");
        (await SendAsync(ApiRequest.Search("Organization", $"{OdsCode}%7C%2541{SampleData.Ods[1..]}").As(format))).Finds(0);
    }

    [Theory]
    [FormatCase("PS-1", "1", 1)]
    [FormatCase("PS-1", "2", 1)]
    [FormatCase("PS-1", "running-temporary", 1)]
    [FormatCase("PS-1", "minimal", 1)]
    [FormatCase("PS-4", "15", 1)]
    [FormatCase("PS-2", "18", 0)]
    [FormatCase("PS-2", "9", 0)]
    [FormatCase("PS-2", "21", 0)]
    [FormatCase("PS-2", "12", 0)]
    [FormatCase("PS-2", "lapsed-temporary", 0)]
    [FormatCase("PS-2", "inactive-regular", 0)]
    public async Task Only_patients_who_may_be_shown_are_found(string id, FhirFormat format, string patient, int count)
    {
        Assert.NotEmpty(id);
        var found = (await SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers[patient]).As(format))).Finds(count);

        Assert.All(found, resource => Assert.Equal(patient, (string?)resource["id"]));
    }

    [Theory]
    [FormatCase("PS-8", "letters")]
    [FormatCase("PS-8", "hashes")]
    [FormatCase("PS-8", "nine digits")]
    [FormatCase("PS-8", "eleven digits")]
    [FormatCase("PS-8", "wrong check digit")]
    [FormatCase("PS-8", "blanks between")]
    [FormatCase("PS-8", "hyphens between")]
    [FormatCase("PS-8", "an Arabic digit")]
    [FormatCase("PS-8", "a leading blank")]
    public async Task An_invalid_NHS_number_is_refused(string id, FhirFormat format, string error)
    {
        Assert.NotEmpty(id);
        var value = error switch
        {
            "letters" => "hello",
            "hashes" => "34555##4",
            "nine digits" => "999999999",
            "eleven digits" => "90000000090",
            "wrong check digit" => "9000000008",
            "blanks between" => "900 000 0009",
            "hyphens between" => "900-000-0009",
            "an Arabic digit" => "\u0669000000009",
            _ => " 9000000009",
        };

        (await SendAsync(ApiRequest.Search("Patient", $"{NhsNumber}%7C{Uri.EscapeDataString(value)}").As(format).Hiding(value))).Fails(400, "INVALID_NHS_NUMBER");
    }

    [Theory]
    [FormatCase("PRS-1", "G13579135", 0)]
    [FormatCase("PRS-1", "G11111116", 1)]
    [FormatCase("PRS-1", "G22345655", 2)]
    public async Task A_practitioner_is_returned_with_all_role_profiles(string id, FhirFormat format, string userId, int roleProfiles)
    {
        Assert.NotEmpty(id);
        var practitioner = Assert.Single((await SendAsync(ApiRequest.Search("Practitioner", $"{SdsUserId}%7C{userId}").As(format))).Finds(1));

        Assert.Equal(roleProfiles + 1, practitioner["identifier"]!.AsArray().Count);
    }

    [Theory]
    [FormatCase("PRS-4", "Practitioner", "https://fhir.nhs.uk/Id/sds-role-profile-id", "200011110018")]
    [FormatCase("PRS-4", "Practitioner", "https://fhir.hl7.org.uk/Id/gmc-number", "1234567")]
    [FormatCase("PRS-4", "Practitioner", "https://fhir.hl7.org.uk/Id/gmp-number", "G1234567")]
    [FormatCase("ORS-4", "Organization", "https://fhir.nhs.uk/Id/ods-site-code", "Z26556")]
    public async Task Other_identifier_systems_cannot_be_searched(string id, FhirFormat format, string type, string system, string value)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Search(type, $"{system}%7C{value}").As(format))).Fails(400, "INVALID_IDENTIFIER_SYSTEM", system);
    }

    [Theory]
    [FormatCase("ORS-1", "A20047", 1)]
    [FormatCase("ORS-3", "a20047", 0)]
    [FormatCase("ORS-3", "%20A20047", 0)]
    [FormatCase("RT-10", "R1A14", 0)]
    public async Task A_practice_is_found_by_its_exact_code(string id, FhirFormat format, string code, int count)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Search("Organization", $"{OdsCode}%7C{code}").As(format))).Finds(count);
    }

    [Theory]
    [Formats]
    [Requirement("RT-10")]
    [Requirement("RT-11")]
    public async Task An_identifier_finds_only_the_record_of_the_addressed_practice(FhirFormat format)
    {
        var here = Assert.Single((await SendAsync(ApiRequest.SearchPatient(SampleData.Patient1).As(format))).Finds(1));
        var there = Assert.Single((await SendAsync(ApiRequest.SearchPatient(SampleData.Patient1).As(format).AtOtherPractice())).Finds(1));

        Assert.Equal("1", (string?)here["id"]);
        Assert.Equal("visitor-1", (string?)there["id"]);
        (await SendAsync(ApiRequest.SearchPatient(SampleData.OtherPatient).As(format))).Finds(0);
        (await SendAsync(ApiRequest.SearchPatient(SampleData.OtherPatient).As(format).AtOtherPractice())).Finds(1);
        (await SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers["2"]).As(format).AtOtherPractice())).Finds(0);
    }

    private Task<ApiResponse> SendAsync(ApiRequest request) => fixture.Provider.SendAsync(request);
}
