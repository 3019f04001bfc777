using System.Text.Json.Nodes;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.EndToEnd;

public class ReadTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private static readonly (string Type, string Known, string NotFound)[] Reads =
    [
        ("Patient", "1", "PATIENT_NOT_FOUND"), ("Practitioner", "1", "PRACTITIONER_NOT_FOUND"),
        ("Organization", "7", "ORGANISATION_NOT_FOUND"), ("Location", "1", "NO_RECORD_FOUND"),
    ];

    [Theory]
    [FormatCase("RP-1 RP-6 RS-3", "Patient", "1")]
    [FormatCase("RP-6", "Patient", "2")]
    [FormatCase("RP-6", "Patient", "3")]
    [FormatCase("RP-6", "Patient", "4")]
    [FormatCase("RP-4", "Patient", "15")]
    [FormatCase("RP-1", "Patient", "running-temporary")]
    [FormatCase("RD-5", "Patient", "ordinary-10.with-the-longest-logical-id-that-STU3-allows.0123456")]
    [FormatCase("PR-1 RS-3", "Practitioner", "1")]
    [FormatCase("PR-1", "Practitioner", "3")]
    [FormatCase("OR-1 RS-3", "Organization", "7")]
    [FormatCase("LO-1 RS-3", "Location", "1")]
    [FormatCase("LO-1", "Location", "8")]
    [FormatCase("LO-1", "Location", "3")]
    public async Task A_resource_is_read_by_its_id(string ids, FhirFormat format, string type, string id)
    {
        Assert.NotEmpty(ids);
        var resource = (await SendAsync(ApiRequest.Read(type, id).As(format))).Succeeds();

        Assert.Equal(type, (string?)resource["resourceType"]);
        Assert.Equal(id, (string?)resource["id"]);
        Assert.True(type != "Patient" || (string?)resource["identifier"]![0]!["value"] == SampleData.NhsNumbers[id]);
    }

    [Fact]
    [Requirement("RS-1")]
    [Requirement("RS-2")]
    [Requirement("RS-5")]
    [Requirement("RS-6")]
    [Requirement("RS-7")]
    [Requirement("RS-8")]
    [Requirement("RS-9")]
    [Requirement("RS-10")]
    [Requirement("RS-11")]
    [Requirement("OR-3")]
    public async Task Every_served_resource_keeps_the_resource_rules_and_refers_to_readable_resources()
    {
        // ResourceRules checks each of them.
        var hidden = new[] { "9", "12", "18", "21", "lapsed-temporary", "lapsed-temporary-plain", "lapsed-temporary-full", "inactive-regular" };
        var references = new HashSet<string>();
        foreach (var resource in SampleData.Resources(SampleData.Ods).Where(one => !hidden.Contains(one.Id) && !one.Id!.StartsWith("unverified", StringComparison.Ordinal)))
        {
            var served = (await SendAsync(ApiRequest.Read(resource.TypeName, resource.Id!))).Succeeds();
            references.UnionWith(References(served));
        }

        Assert.Contains("Organization/7", references);
        foreach (var reference in references)
        {
            (await SendAsync(ApiRequest.Read(reference.Split('/')[0], reference.Split('/')[1]))).Succeeds();
        }
    }

    [Theory]
    [FormatCase("RD-1 RP-2 PR-2 OR-2 LO-2", "unknown")]
    [FormatCase("RD-1", "aaBA")]
    [FormatCase("RD-1", "z.as.dd")]
    [FormatCase("RD-1", "nd-skdm.mks--s")]
    [FormatCase("RD-1", "..")]
    [FormatCase("RD-1", ".")]
    [FormatCase("RD-1", "-")]
    public async Task An_unknown_id_is_not_found_and_named(string ids, FhirFormat format, string id)
    {
        Assert.NotEmpty(ids);
        foreach (var (type, _, code) in Reads)
        {
            (await SendAsync(ApiRequest.Read(type, id).As(format))).Fails(404, code, id);
        }
    }

    [Theory]
    [Formats]
    [Requirement("RD-1")]
    [Requirement("OO-4")]
    public async Task A_long_digit_string_is_not_found_and_not_repeated(FhirFormat format)
    {
        foreach (var (type, _, code) in Reads)
        {
            var digits = new string('7', 58);
            (await SendAsync(ApiRequest.Read(type, digits).As(format).Hiding(digits))).Fails(404, code);
            (await SendAsync(ApiRequest.Read(type, SampleData.Patient1).As(format).Hiding(SampleData.Patient1))).Fails(404, code);
            (await SendAsync(ApiRequest.Read(type, "965-821-8865").As(format).Hiding("965-821-8865"))).Fails(404, code);
        }
    }

    [Theory]
    [Formats]
    [Requirement("RD-2")]
    public async Task Ids_are_case_sensitive(FhirFormat format)
    {
        (await SendAsync(ApiRequest.Read("Patient", "Minimal").As(format))).Fails(404, "PATIENT_NOT_FOUND");
        (await SendAsync(ApiRequest.Read("Patient", "minimal").As(format))).Succeeds();
    }

    [Theory]
    [FormatCase("RD-3", "")]
    [FormatCase("RD-4", "a_b")]
    [FormatCase("RD-4", "a%20b")]
    [FormatCase("RD-4", "%C3%A9")]
    [FormatCase("RD-4", "1%0A")]
    [FormatCase("RD-4", "a*")]
    [FormatCase("RD-4", "a%2526")]
    [FormatCase("RD-5", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [FormatCase("RT-6", "1%2F_history%2F1")]
    [FormatCase("RT-6", "%2F")]
    [FormatCase("RT-12", "%FF")]
    [FormatCase("RT-12", "%4")]
    [FormatCase("RD-9", "1/")]
    [FormatCase("RD-9", "1/extra")]
    [FormatCase("RD-9", "1/_history")]
    [FormatCase("RD-9", "1/_history/")]
    [FormatCase("RD-9", "1/_history/a_b")]
    [FormatCase("RD-9", "1/_history/%20")]
    [FormatCase("RD-9", "1/_history/1/2")]
    [FormatCase("RD-9", "1/_History/1")]
    public async Task A_malformed_id_is_refused(string ids, FhirFormat format, string id)
    {
        Assert.NotEmpty(ids);
        foreach (var (type, _, _) in Reads)
        {
            (await SendAsync(ApiRequest.Read(type, id).As(format))).Fails(400, "BAD_REQUEST");
        }
    }

    [Theory]
    [Formats]
    [Requirement("RT-3")]
    public async Task A_path_is_decoded_once(FhirFormat format)
    {
        (await SendAsync(ApiRequest.Read("Patient", "%31").As(format))).Succeeds();
        (await SendAsync(ApiRequest.Read("Patient", "1").At("/%50atient/1").As(format))).Succeeds();
        (await SendAsync(ApiRequest.Read("Patient", "%2531").As(format))).Fails(400, "BAD_REQUEST");
    }

    [Theory]
    [Formats]
    [Requirement("RD-6")]
    public async Task A_current_etag_is_answered_without_a_body(FhirFormat format)
    {
        foreach (var (type, known, _) in Reads)
        {
            foreach (var tag in new[] { "W/\"1\"", "\"1\"", "W/\"0\", W/\"1\"", "*" })
            {
                Assert.Equal(304, (await SendAsync(ApiRequest.Read(type, known).As(format).With("If-None-Match", tag))).Status);
            }

            foreach (var tag in new[] { "W/\"2\"", "\"11\"", "nonsense" })
            {
                (await SendAsync(ApiRequest.Read(type, known).As(format).With("If-None-Match", tag))).Succeeds();
            }
        }
    }

    [Theory]
    [Formats]
    [Requirement("RD-6")]
    public async Task An_etag_does_not_reveal_a_hidden_patient(FhirFormat format) =>
        (await SendAsync(ApiRequest.Read("Patient", "9").As(format).With("If-None-Match", "*"))).Fails(404, "PATIENT_NOT_FOUND");

    [Theory]
    [Formats]
    [Requirement("RD-7")]
    [Requirement("RD-8")]
    public async Task Only_the_current_version_can_be_read(FhirFormat format)
    {
        foreach (var (type, known, notFound) in Reads)
        {
            (await SendAsync(ApiRequest.Read(type, $"{known}/_history/1").As(format))).Succeeds();
            (await SendAsync(ApiRequest.Read(type, $"{known}/_history/2").As(format))).Fails(404, "NO_RECORD_FOUND");
            (await SendAsync(ApiRequest.Read(type, $"{known}/_history/01").As(format))).Fails(404, "NO_RECORD_FOUND");
            (await SendAsync(ApiRequest.Read(type, $"unknown/_history/1").As(format))).Fails(404, notFound);
        }
    }

    [Theory]
    [FormatCase("RP-3 OO-6", "18")]
    [FormatCase("RP-3 OO-6", "9")]
    [FormatCase("RP-3", "21")]
    [FormatCase("RP-3", "12")]
    [FormatCase("RP-3", "lapsed-temporary")]
    [FormatCase("RP-3", "inactive-regular")]
    [FormatCase("RP-3", "unverified-agrees")]
    [FormatCase("RP-3", "unverified-sensitive")]
    public async Task A_hidden_patient_gives_the_same_answer_as_an_unknown_one(string ids, FhirFormat format, string id)
    {
        Assert.NotEmpty(ids);
        var hidden = (await SendAsync(ApiRequest.Read("Patient", id).As(format))).Fails(404, "PATIENT_NOT_FOUND");
        var unknown = (await SendAsync(ApiRequest.Read("Patient", "no-such-id").As(format))).Fails(404, "PATIENT_NOT_FOUND");
        var version = (await SendAsync(ApiRequest.Read("Patient", id + "/_history/7").As(format))).Fails(404, "PATIENT_NOT_FOUND");

        Assert.Equal(unknown.Json!.ToJsonString().Replace("no-such-id", id, StringComparison.Ordinal), hidden.Json!.ToJsonString());
        Assert.Equal(hidden.Body, version.Body);
    }

    [Theory]
    [Formats]
    [Requirement("LO-1")]
    public async Task A_location_has_name_address_and_a_readable_organization(FhirFormat format)
    {
        foreach (var id in new[] { "1", "8", "3" })
        {
            var location = (await SendAsync(ApiRequest.Read("Location", id).As(format))).Succeeds();
            Assert.NotNull((string?)location["name"]);
            Assert.NotNull((string?)location["address"]!["postalCode"]);
            var organization = ((string)location["managingOrganization"]!["reference"]!).Split('/')[1];
            (await SendAsync(ApiRequest.Read("Organization", organization).As(format))).Succeeds();
        }
    }

    [Theory]
    [Formats]
    [Requirement("RT-10")]
    [Requirement("RT-11")]
    public async Task Ids_belong_to_one_practice(FhirFormat format)
    {
        (await SendAsync(ApiRequest.Read("Patient", "p-3").As(format).AtOtherPractice())).Succeeds();
        (await SendAsync(ApiRequest.Read("Patient", "p-3").As(format))).Fails(404, "PATIENT_NOT_FOUND");
        (await SendAsync(ApiRequest.Read("Patient", "1").As(format).AtOtherPractice())).Fails(404, "PATIENT_NOT_FOUND");
        (await SendAsync(ApiRequest.Read("Organization", "7").As(format).AtOtherPractice())).Fails(404, "ORGANISATION_NOT_FOUND");

        var here = (await SendAsync(ApiRequest.Read("Patient", "2").As(format))).Succeeds();
        var there = (await SendAsync(ApiRequest.Read("Patient", "2").As(format).AtOtherPractice())).Succeeds();
        Assert.NotEqual((string?)here["identifier"]![0]!["value"], (string?)there["identifier"]![0]!["value"]);
    }

    [Theory]
    [FormatCase("C13", "/Z99999/STU3/1/gpconnect", 404, "ORGANISATION_NOT_FOUND")]
    [FormatCase("RT-2", "/a20047/STU3/1/gpconnect", 404, "ORGANISATION_NOT_FOUND")]
    [FormatCase("RT-2", "/A20047/stu3/1/gpconnect", 400, "BAD_REQUEST")]
    [FormatCase("RT-2", "/A20047/STU3/1/GPConnect", 400, "BAD_REQUEST")]
    [FormatCase("RT-1", "/A20047/STU3/2/gpconnect", 400, "BAD_REQUEST")]
    [FormatCase("RT-1", "/A20047/STU3/1", 400, "BAD_REQUEST")]
    [FormatCase("RT-1", "", 400, "BAD_REQUEST")]
    [FormatCase("RT-1", "//A20047/STU3/1/gpconnect", 400, "BAD_REQUEST")]
    [FormatCase("RT-1", "/STU3/1/gpconnect", 400, "BAD_REQUEST")]
    [FormatCase("RT-12", "/%FF/STU3/1/gpconnect", 400, "BAD_REQUEST")]
    [FormatCase("RT-6", "/A20047%2FSTU3/1/gpconnect", 400, "BAD_REQUEST")]
    public async Task Another_service_root_is_refused(string id, FhirFormat format, string root, int status, string code)
    {
        Assert.NotEmpty(id);
        foreach (var name in new[] { "metadata", "read patient", "register" })
        {
            (await SendAsync(ApiRequest.Any(name).As(format).Under(root))).Fails(status, code);
        }
    }

    [Theory]
    [FormatCase("RT-2", "/patient/1")]
    [FormatCase("RT-2", "/PATIENT/1")]
    public async Task Resource_names_are_case_sensitive(string id, FhirFormat format, string path)
    {
        Assert.NotEmpty(id);
        (await SendAsync(ApiRequest.Read("Patient", "1").As(format).At(path))).Fails(400, "BAD_REQUEST");
    }

    [Theory]
    [Formats]
    [Requirement("RT-8")]
    public async Task The_absolute_form_is_served(FhirFormat format)
    {
        var authority = $"http://localhost:{fixture.Provider.Port}";

        (await SendAsync(ApiRequest.Read("Patient", "1").As(format).Under(authority + SampleData.Root))).Succeeds();
        (await SendAsync(ApiRequest.Read("Patient", "1").As(format).Under(authority).At(""))).Fails(400, "BAD_REQUEST");
    }

    [Theory]
    [Formats]
    [Requirement("RT-9")]
    public async Task The_asterisk_form_is_refused(FhirFormat format) =>
        (await SendAsync(ApiRequest.Any("metadata").As(format).By("OPTIONS").Under("").At("*"))).Fails(400, "BAD_REQUEST");

    private Task<ApiResponse> SendAsync(ApiRequest request) => fixture.Provider.SendAsync(request);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject element => element.SelectMany(member => member is { Key: "reference", Value: JsonValue value } ? [(string)value!] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
