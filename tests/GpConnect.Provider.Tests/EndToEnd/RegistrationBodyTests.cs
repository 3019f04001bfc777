using System.Text;
using System.Text.Json.Nodes;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>What a registration may and may not contain.</summary>
public class RegistrationBodyTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    [Theory]
    [FormatCase("RG-1", "empty", 400, "BAD_REQUEST")]
    [FormatCase("RG-1", "blank", 400, "BAD_REQUEST")]
    [FormatCase("RG-1", "cut off", 400, "BAD_REQUEST")]
    [FormatCase("RG-1", "plain text", 400, "BAD_REQUEST")]
    [FormatCase("RG-1 BI-3", "goes on", 400, "BAD_REQUEST")]
    [FormatCase("RG-2", "a bare Patient", 422, "INVALID_RESOURCE")]
    [FormatCase("RG-2", "unknown top type", 422, "INVALID_RESOURCE")]
    [FormatCase("RG-2", "a Bundle", 422, "INVALID_RESOURCE")]
    [FormatCase("RG-3", "unknown resource type", 422, "INVALID_RESOURCE")]
    [FormatCase("RG-3", "another resource type", 422, "INVALID_RESOURCE")]
    [FormatCase("RG-6", "twice", 400, "BAD_REQUEST")]
    [FormatCase("RG-7", "another name", 422, "INVALID_PARAMETER")]
    [FormatCase("RG-7", "wrong case", 422, "INVALID_PARAMETER")]
    [FormatCase("RG-7", "no parameter", 422, "INVALID_PARAMETER")]
    [FormatCase("RG-7", "empty Parameters", 422, "INVALID_PARAMETER")]
    [FormatCase("RG-22", "an empty Patient", 400, "INVALID_NHS_NUMBER")]
    [FormatCase("RG-8", "another parameter beside it", 400, "BAD_REQUEST")]
    [FormatCase("RG-9", "no resource", 422, "INVALID_RESOURCE")]
    [FormatCase("RG-9", "a value", 422, "INVALID_RESOURCE")]
    [FormatCase("RG-9", "parts", 422, "INVALID_RESOURCE")]
    [FormatCase("BI-7", "property twice", 0, "")]
    public async Task A_body_without_the_required_Parameters_is_refused(string id, FhirFormat format, string error, int status, string code)
    {
        Assert.NotEmpty(id);
        var response = await SendUnchangedAsync(ApiRequest.Register(Body(error, format), format).Hiding("Nowakowski"));

        Assert.True(status != 0 || response.Status is 400 or 422);
        if (status != 0)
        {
            response.Fails(status, code);
        }
    }

    [Theory]
    [FormatCase("RG-4", "unknown property", 422, "INVALID_RESOURCE", "invalidField")]
    [FormatCase("RG-4", "unknown property below", 422, "INVALID_RESOURCE", "name")]
    [FormatCase("RG-5", "bad gender", 422, "INVALID_RESOURCE", "gender")]
    [FormatCase("RG-5", "bad date", 422, "INVALID_RESOURCE", "birthDate")]
    [FormatCase("RG-5", "impossible date", 422, "INVALID_RESOURCE", "birthDate")]
    [FormatCase("RG-5", "bad use", 422, "INVALID_RESOURCE", "name")]
    [FormatCase("RG-5", "empty family", 422, "INVALID_RESOURCE", "name")]
    [FormatCase("RG-21", "another profile", 422, "INVALID_RESOURCE", "meta.profile")]
    [FormatCase("RG-42", "security label", 422, "INVALID_RESOURCE", "meta.security")]
    [FormatCase("RG-42", "tag", 422, "INVALID_RESOURCE", "meta.tag")]
    [FormatCase("RG-22", "no identifier", 400, "INVALID_NHS_NUMBER", "identifier")]
    [FormatCase("RG-23", "no system", 400, "BAD_REQUEST", "identifier")]
    [FormatCase("RG-23", "no value", 400, "BAD_REQUEST", "identifier")]
    [FormatCase("RG-23", "other identifier without system", 400, "BAD_REQUEST", "identifier")]
    [FormatCase("RG-23", "other identifier without value", 400, "BAD_REQUEST", "identifier")]
    [FormatCase("RG-24", "no NHS number", 400, "INVALID_NHS_NUMBER", "identifier")]
    [FormatCase("RG-25", "two NHS numbers", 422, "INVALID_RESOURCE", "identifier")]
    [FormatCase("RG-26", "letters", 400, "INVALID_NHS_NUMBER", "NHS number")]
    [FormatCase("RG-26", "hashes", 400, "INVALID_NHS_NUMBER", "NHS number")]
    [FormatCase("RG-26", "nine digits", 400, "INVALID_NHS_NUMBER", "NHS number")]
    [FormatCase("RG-26", "eleven digits", 400, "INVALID_NHS_NUMBER", "NHS number")]
    [FormatCase("RG-26", "wrong check digit", 400, "INVALID_NHS_NUMBER", "NHS number")]
    [FormatCase("RG-26", "grouped", 400, "INVALID_NHS_NUMBER", "NHS number")]
    [FormatCase("RG-29", "no name", 400, "BAD_REQUEST", "name")]
    [FormatCase("RG-30", "no use", 400, "BAD_REQUEST", "name", "official")]
    [FormatCase("RG-30", "only a nickname", 400, "BAD_REQUEST", "name", "official")]
    [FormatCase("RG-30", "ended name", 400, "BAD_REQUEST", "name", "official")]
    [FormatCase("RG-30", "name of the future", 400, "BAD_REQUEST", "name", "official")]
    [FormatCase("RG-31", "two official names", 400, "BAD_REQUEST", "name", "official")]
    [FormatCase("RG-32", "no family", 400, "BAD_REQUEST", "name", "family")]
    [FormatCase("RG-33", "no given", 400, "BAD_REQUEST", "name", "given")]
    [FormatCase("RG-35", "no birth date", 400, "BAD_REQUEST", "birthDate")]
    [FormatCase("RG-36", "birth year", 400, "BAD_REQUEST", "birthDate")]
    [FormatCase("RG-36", "birth month", 400, "BAD_REQUEST", "birthDate")]
    [FormatCase("RG-37", "birth date in the future", 400, "BAD_REQUEST", "birthDate")]
    [FormatCase("RG-39", "two communications", 422, "INVALID_RESOURCE", "nhsCommunication")]
    [FormatCase("RG-44", "communication without language", 422, "INVALID_RESOURCE", "language")]
    [FormatCase("RG-44", "unknown language", 422, "INVALID_RESOURCE", "language")]
    [FormatCase("RG-44", "language of another system", 422, "INVALID_RESOURCE", "language")]
    [FormatCase("RG-44", "wrong language display", 422, "INVALID_RESOURCE", "language")]
    [FormatCase("RG-44", "unknown part of the communication", 422, "INVALID_RESOURCE", "nhsCommunication")]
    [FormatCase("RG-44", "repeated part of the communication", 422, "INVALID_RESOURCE", "nhsCommunication")]
    [FormatCase("RG-43", "registrationDetails", 422, "INVALID_RESOURCE", "extension")]
    [FormatCase("RG-43", "ethnicCategory", 422, "INVALID_RESOURCE", "extension")]
    [FormatCase("RG-43", "unknown extension", 422, "INVALID_RESOURCE", "extension")]
    [FormatCase("RG-43", "extension of the name", 422, "INVALID_RESOURCE", "extension")]
    [FormatCase("RG-43", "extension of the address", 422, "INVALID_RESOURCE", "extension")]
    [FormatCase("RG-43", "extension of the identifier", 422, "INVALID_RESOURCE", "extension")]
    [FormatCase("RG-41", "active", 422, "INVALID_RESOURCE", "active")]
    [FormatCase("RG-41", "multipleBirth", 422, "INVALID_RESOURCE", "multipleBirth")]
    [FormatCase("RG-41", "generalPractitioner", 422, "INVALID_RESOURCE", "generalPractitioner")]
    [FormatCase("RG-41", "contact", 422, "INVALID_RESOURCE", "contact")]
    [FormatCase("RG-41", "managingOrganization", 422, "INVALID_RESOURCE", "managingOrganization")]
    [FormatCase("RG-41", "maritalStatus", 422, "INVALID_RESOURCE", "maritalStatus")]
    [FormatCase("RG-41", "animal", 422, "INVALID_RESOURCE", "animal")]
    [FormatCase("RG-41", "communication", 422, "INVALID_RESOURCE", "communication")]
    [FormatCase("RG-41", "photo", 422, "INVALID_RESOURCE", "photo")]
    [FormatCase("RG-41", "deceased", 422, "INVALID_RESOURCE", "deceased")]
    [FormatCase("RG-41", "deceasedDateTime", 422, "INVALID_RESOURCE", "deceased")]
    [FormatCase("RG-42", "link", 422, "INVALID_RESOURCE", "link")]
    [FormatCase("RG-42", "text", 422, "INVALID_RESOURCE", "text")]
    [FormatCase("RG-42", "contained", 422, "INVALID_RESOURCE", "contained")]
    [FormatCase("RG-42", "implicitRules", 422, "INVALID_RESOURCE", "implicitRules")]
    [FormatCase("RG-42", "language", 422, "INVALID_RESOURCE", "language")]
    [FormatCase("RG-42", "modifierExtension", 422, "INVALID_RESOURCE", "modifierExtension")]
    [FormatCase("RG-52", "home phone twice", 400, "BAD_REQUEST", "telecom")]
    [FormatCase("RG-52", "temp phone twice", 400, "BAD_REQUEST", "telecom")]
    [FormatCase("RG-53", "two emails", 400, "BAD_REQUEST", "telecom")]
    [FormatCase("RG-54", "phone without use", 400, "BAD_REQUEST", "telecom")]
    [FormatCase("RG-54", "phone old", 400, "BAD_REQUEST", "telecom")]
    [FormatCase("RG-55", "no telecom system", 400, "BAD_REQUEST", "telecom")]
    [FormatCase("RG-55", "fax", 400, "BAD_REQUEST", "telecom")]
    [FormatCase("RG-55", "sms", 400, "BAD_REQUEST", "telecom")]
    [FormatCase("RG-55", "url", 400, "BAD_REQUEST", "telecom")]
    [FormatCase("RG-55", "pager", 400, "BAD_REQUEST", "telecom")]
    [FormatCase("RG-55", "other", 400, "BAD_REQUEST", "telecom")]
    [FormatCase("RG-56", "no telecom value", 400, "BAD_REQUEST", "telecom")]
    [FormatCase("RG-61", "work", 422, "INVALID_RESOURCE", "address")]
    [FormatCase("RG-61", "old", 422, "INVALID_RESOURCE", "address")]
    [FormatCase("RG-61", "home and work", 422, "INVALID_RESOURCE", "address")]
    [FormatCase("RG-61", "home, temp and old", 422, "INVALID_RESOURCE", "address")]
    [FormatCase("RG-62", "two homes", 422, "INVALID_RESOURCE", "address")]
    [FormatCase("RG-62", "two temps", 422, "INVALID_RESOURCE", "address")]
    [FormatCase("RG-63", "address without use", 422, "INVALID_RESOURCE", "address")]
    [FormatCase("RG-64", "state", 422, "INVALID_RESOURCE", "address")]
    public async Task An_invalid_patient_is_refused(string id, FhirFormat format, string error, int status, string code, params string[] named)
    {
        Assert.NotEmpty(id);

        (await SendUnchangedAsync(PatientErrors.Edit(Person.New(), error).Register(format))).Fails(status, code, named);
    }

    [Theory]
    [Case("RG-5 BI-4", "control character")]
    [Case("RG-43", "extension in the communication")]
    [Case("RG-25", "use on the NHS number")]
    public async Task A_patient_that_is_invalid_in_json_is_refused(string id, string error)
    {
        Assert.NotEmpty(id);
        (await SendUnchangedAsync(PatientErrors.Edit(Person.New(), error).Register())).Fails(422, "INVALID_RESOURCE");
    }

    [Theory]
    [FormatCase("RG-20", "no profile")]
    [FormatCase("RG-20", "two profiles")]
    [FormatCase("RG-27", "no verification status")]
    [FormatCase("RG-28", "other identifiers")]
    [FormatCase("RG-34", "more names")]
    [FormatCase("RG-38", "no gender")]
    [FormatCase("RG-77", "another gender")]
    [FormatCase("RG-40", "an id")]
    [FormatCase("RG-44", "no communication")]
    [FormatCase("RG-44 RG-115", "no language display")]
    [FormatCase("RG-100", "no prefix")]
    [FormatCase("RG-113", "six given names")]
    [FormatCase("RG-57", "no telecom")]
    [FormatCase("RG-50", "every phone and email")]
    [FormatCase("RG-51", "phone temp and email temp")]
    [FormatCase("RG-50", "email without use")]
    [FormatCase("RG-50", "email old")]
    [FormatCase("RG-60", "no address")]
    [FormatCase("RG-60", "home")]
    [FormatCase("RG-60", "temp")]
    [FormatCase("RG-60", "temp and home")]
    public async Task An_unusual_but_allowed_patient_is_accepted(string id, FhirFormat format, string oddity)
    {
        Assert.NotEmpty(id);
        var person = PatientErrors.Edit(await fixture.Provider.NewPersonAsync(), oddity);

        var patient = (await SendAsync(person.Register(format))).Registers();

        Assert.NotEqual("my-own-id", (string?)patient["id"]);
        Assert.Equal(person.NhsNumber, (string?)patient["identifier"]![0]!["value"]);
        var official = person.Patient["name"]!.AsArray().Last(name => (string?)name!["use"] == "official")!;
        Assert.Equal((string?)official["family"], (string?)patient["name"]![0]!["family"]);
        Assert.Equal(official["given"]!.ToJsonString(), patient["name"]![0]!["given"]!.ToJsonString());
        Assert.All(Values(person, "telecom", "value"), value => Assert.Contains(value, Values(patient, "telecom", "value")));
        Assert.All(Values(person, "address", "city"), city => Assert.Contains(city, Values(patient, "address", "city")));
        Assert.Equal((string?)person.Patient["gender"] ?? "female", (string?)patient["gender"]);
    }

    [Theory]
    [FormatCase("RG-10", "/Patient/$gpc.registerpatients")]
    [FormatCase("RG-10", "/Patient/gpc.registerpatient")]
    [FormatCase("RG-10", "/Patient/$gpc.registerPatient")]
    [FormatCase("RG-10", "/Patient/1/$gpc.registerpatient")]
    [FormatCase("RG-10", "/$gpc.registerpatient")]
    [FormatCase("RG-10", "/Patient/$$gpc.registerpatient")]
    [FormatCase("RG-10", "/Practitioner/$gpc.registerpatient")]
    public async Task Another_operation_is_refused(string id, FhirFormat format, string path)
    {
        Assert.NotEmpty(id);
        (await SendUnchangedAsync(Person.New().Register(format).At(path))).Fails(400, "BAD_REQUEST");
    }

    [Theory]
    [Formats]
    [Requirement("RT-3")]
    public async Task The_operation_may_be_percent_encoded(FhirFormat format) =>
        (await SendAsync((await fixture.Provider.NewPersonAsync()).Register(format).At("/Patient/%24gpc.registerpatient"))).Registers();

    [Theory]
    [FormatCase("RG-11", false)]
    [FormatCase("RG-11", true)]
    public async Task A_body_of_over_one_megabyte_is_refused(string id, FhirFormat format, bool chunked)
    {
        Assert.NotEmpty(id);
        var body = new byte[1024 * 1024 + 1];
        Array.Fill(body, (byte)' ');
        var request = ApiRequest.Register(body, format);

        (await SendUnchangedAsync(chunked ? request.Chunked() : request)).Fails(413, "BAD_REQUEST");
        (await SendUnchangedAsync(ApiRequest.Register(body[1..], format))).Fails(400, "BAD_REQUEST");
    }

    [Theory]
    [Formats]
    [Requirement("HT-3")]
    public async Task A_chunked_body_is_accepted(FhirFormat format) =>
        (await SendAsync((await fixture.Provider.NewPersonAsync()).Register(format).Chunked())).Registers();

    [Theory]
    [Formats]
    [Requirement("RG-45")]
    public async Task The_first_error_in_the_order_of_evaluation_determines_the_answer(FhirFormat format)
    {
        var person = Person.New();
        (string Error, int Status, string Code, string Named)[] order =
        [
            ("birth year", 400, "BAD_REQUEST", "birthDate"), ("no family", 400, "BAD_REQUEST", "family"), ("maritalStatus", 422, "INVALID_RESOURCE", "maritalStatus"),
            ("address without use", 422, "INVALID_RESOURCE", "address"), ("phone without use", 400, "BAD_REQUEST", "telecom"),
            ("other identifier without value", 400, "BAD_REQUEST", "identifier"), ("wrong check digit", 400, "INVALID_NHS_NUMBER", "NHS number"),
        ];
        foreach (var (error, status, code, named) in order)
        {
            // Each is evaluated before those that are already there.
            PatientErrors.Edit(person, error);
            (await SendUnchangedAsync(person.Register(format))).Fails(status, code, named);
        }
    }

    [Theory]
    [Formats]
    [Requirement("HT-1")]
    public async Task A_preference_for_a_minimal_answer_is_ignored(FhirFormat format) =>
        (await SendAsync((await fixture.Provider.NewPersonAsync()).Register(format).With("Prefer", "return=minimal"))).Registers();

    private static IEnumerable<string?> Values(Person person, string list, string name) => Values(person.Patient, list, name);

    private static IEnumerable<string?> Values(JsonObject patient, string list, string name) =>
        patient[list]?.AsArray().Select(item => (string?)item![name]) ?? [];

    private static byte[] Body(string error, FhirFormat format)
    {
        var parameters = Person.New().Parameters();
        var parameter = parameters["parameter"]![0]!.AsObject();
        var list = parameters["parameter"]!.AsArray();
        switch (error)
        {
            case "a bare Patient": parameters = parameter["resource"]!.DeepClone().AsObject(); break;
            case "unknown top type": parameters["resourceType"] = "InvalidResourceType"; break;
            case "a Bundle": parameters = JsonNode.Parse("""{"resourceType":"Bundle","type":"collection"}""")!.AsObject(); break;
            case "unknown resource type": parameter["resource"]!["resourceType"] = "InvalidResourceType"; break;
            case "another resource type": parameter["resource"] = JsonNode.Parse("""{"resourceType":"Practitioner","active":true}"""); break;
            case "twice": list.Add(parameter.DeepClone()); break;
            case "another name": parameter["name"] = "registerPatients"; break;
            case "wrong case": parameter["name"] = "RegisterPatient"; break;
            case "no parameter": parameters = JsonNode.Parse("""{"resourceType":"Parameters","id":"x"}""")!.AsObject(); break;
            case "empty Parameters": parameters = JsonNode.Parse("""{"resourceType":"Parameters"}""")!.AsObject(); break;
            case "an empty Patient": parameter["resource"] = JsonNode.Parse("""{"resourceType":"Patient"}"""); break;
            case "another parameter beside it": list.Add(JsonNode.Parse("""{"name":"other","valueString":"x"}""")); break;
            case "no resource": parameter.Remove("resource"); parameter["valueString"] = "x"; break;
            case "a value": parameter.Remove("resource"); parameter["valueBoolean"] = true; break;
            case "parts": parameter["part"] = JsonNode.Parse("""[{"name":"x","valueString":"y"}]"""); break;
            default: break;
        }

        var body = format == FhirFormat.Json ? Encoding.UTF8.GetBytes(parameters.ToJsonString()) : FhirXml.From(parameters);
        return error switch
        {
            "empty" => [],
            "blank" => " \r\n"u8.ToArray(),
            "plain text" => "registerPatient"u8.ToArray(),
            "cut off" => body[..^2],
            "goes on" => [.. body, .. "{}"u8],
            "property twice" => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body)
                .Replace("\"gender\":\"female\"", "\"gender\":\"female\",\"gender\":\"male\"", StringComparison.Ordinal)
                .Replace("<gender value=\"female\" />", "<gender value=\"female\" /><gender value=\"male\" />", StringComparison.Ordinal)),
            _ => body,
        };
    }

    private Task<ApiResponse> SendAsync(ApiRequest request) => fixture.Provider.SendAsync(request);

    /// <summary>Sends a request that is refused, and checks that the store is unchanged.</summary>
    private async Task<ApiResponse> SendUnchangedAsync(ApiRequest request)
    {
        var before = fixture.Provider.Fingerprint();
        var response = await SendAsync(request);
        Assert.Equal(before, fixture.Provider.Fingerprint());
        return response;
    }
}
