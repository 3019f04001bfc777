using System.Text.Json.Nodes;
using GpConnect.Testing.Requirements;

namespace GpConnect.Spine.Tests.PdsFhir;

/// <summary>The mapping of the elements of a PDS Patient: every row of spine-clients.md §1.4 and §1.5, by a registration.</summary>
public sealed class PatientMappingTests : IAsyncLifetime
{
    private const string NotVerified = "The demographics do not verify the NHS number on PDS";
    private const string Malformed = "malformed answer from PDS";
    private const string DeathNotification = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus";
    private const string Removal = "https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration";

    private PdsFhirProvider live = null!;

    public async Task InitializeAsync() => live = await PdsFhirProvider.StartAsync();

    public async Task DisposeAsync() => await live.DisposeAsync();

    [Theory]
    [Case("PF-2", "U", 200, null)]
    [Case("PF-2", "R", 400, "INVALID_PATIENT_DEMOGRAPHICS")]
    [Case("PF-2", "V", 400, "INVALID_PATIENT_DEMOGRAPHICS")]
    [Case("PF-2", "another", 400, "INVALID_PATIENT_DEMOGRAPHICS")]
    [Case("PF-2", "REDACTED", 400, "INVALID_NHS_NUMBER")]
    [Case("PF-2", "U R", 400, "INVALID_PATIENT_DEMOGRAPHICS")]
    public async Task The_security_label_of_a_record_decides_how_a_registration_ends(string id, string labels, int status, string? code)
    {
        Assert.NotEmpty(id);
        var person = live.NewPerson(patient => patient["meta"]!["security"] = new JsonArray([.. labels.Split(' ').Select(label => new JsonObject { ["code"] = label })]));

        var response = await live.RegisterAsync(person);

        Assert.Equal((status, code), (response.Status, response.SpineCode));
        Assert.Equal(code == "INVALID_PATIENT_DEMOGRAPHICS", response.Diagnostics == NotVerified);
    }

    [Theory]
    [Case("PF-3", "no label")]
    [Case("PF-3", "label without a code")]
    [Case("PF-3", "no id")]
    [Case("PF-3", "id with a wrong check digit")]
    [Case("PF-3", "another number in the identifier")]
    [Case("PF-3", "another resource")]
    [Case("PF-3", "a number for a name")]
    [Case("PF-3", "removed by death without a date")]
    [Case("PF-3", "notified of a death in an unknown way")]
    [Case("PF-3", "notified of a death without a status")]
    [Case("PF-3", "deceased is a text")]
    public async Task An_unreliable_answer_counts_as_no_answer(string id, string error)
    {
        Assert.NotEmpty(id);
        await live.FailsToRegisterAsync(live.NewPerson(patient => ChangeToken(patient, error)), Malformed);
    }

    [Theory]
    [Case("PF-4", "no identifier")]
    [Case("PF-4", "identifier of another system")]
    [Case("PF-4", "elements and extensions that nobody knows")]
    [Case("PF-4", "null in every list")]
    [Case("PF-4", "no name, birth date equal")]
    [Case("PF-4", "removed for another reason")]
    [Case("PF-4", "said to be alive")]
    [Case("PF-4", "death notification taken back")]
    [Case("PF-4", "birth date without the day, names alike")]
    [Case("PF-4", "several first names in one")]
    [Case("PF-4", "two usual names, the second of today")]
    [Case("PF-4", "two usual names, none of today")]
    public async Task Irrelevant_differences_do_not_prevent_a_registration(string id, string row)
    {
        Assert.NotEmpty(id);
        (await live.RegisterAsync(live.NewPerson(patient => Change(patient, row)))).Registers();
    }

    [Theory]
    [Case("PF-5", "another usual name, two parts of the birth date")]
    [Case("PF-5", "only names of other uses")]
    [Case("PF-5", "birth date without month and day")]
    [Case("PF-5", "birth date of another form")]
    [Case("PF-5", "no birth date")]
    public async Task Demographics_that_do_not_verify_are_refused(string id, string row)
    {
        Assert.NotEmpty(id);
        var refusal = (await live.RegisterAsync(live.NewPerson(patient => Change(patient, row)))).Fails(400, "INVALID_PATIENT_DEMOGRAPHICS");

        Assert.Equal(NotVerified, refusal.Diagnostics);
    }

    [Theory]
    [Case("PF-6", "2010-10-22T00:00:00+00:00")]
    [Case("PF-6", "2010-10-22")]
    [Case("PF-6", "2010-10")]
    [Case("PF-6", "2010")]
    [Case("PF-6", "notified informally")]
    [Case("PF-6", "notified formally")]
    [Case("PF-6", "notified without a date")]
    [Case("PF-6", "removed by death")]
    [Case("PF-6", "2999-01-01")]
    [Case("PF-6", "yes")]
    [Case("PF-6", "yes, without a date for a reason")]
    [Case("PF-6", "dead or not is masked")]
    [Case("PF-6", "notified, the first taken back")]
    [Case("PF-6", "notified, the second taken back")]
    [Case("PF-6", "removed twice, the second by death")]
    public async Task A_person_who_has_died_is_refused(string id, string death)
    {
        Assert.NotEmpty(id);
        var refusal = (await live.RegisterAsync(live.NewPerson(patient => Die(patient, death)))).Fails(400, "INVALID_PATIENT_DEMOGRAPHICS");

        Assert.Equal("The person is recorded as deceased", refusal.Diagnostics);
    }

    [Fact]
    [Requirement("PF-7")]
    public async Task An_answer_about_another_number_means_that_the_old_one_is_superseded()
    {
        var person = live.NewPerson(patient => Renumber(patient, "9990001030"));

        (await live.RegisterAsync(person)).Fails(400, "INVALID_NHS_NUMBER");
    }

    [Fact]
    [Requirement("PF-8")]
    public async Task Elements_that_were_not_submitted_are_taken_from_PDS()
    {
        var person = live.NewPerson(patient =>
        {
            patient["address"]!.AsArray().Insert(0, JsonNode.Parse("""{"use": "temp", "line": ["Elsewhere Lodge"]}"""));
            patient["address"]!.AsArray().Insert(0, JsonNode.Parse("""{"use": "home", "line": ["Former House"], "period": {"end": "2001-02-03"}}"""));
            patient["telecom"]!.AsArray().Insert(0, JsonNode.Parse("""{"system": "phone", "use": "temp", "value": "01632960001"}"""));
            patient["telecom"]!.AsArray().Insert(0, JsonNode.Parse("""{"system": "phone", "use": "home", "value": "01632960002", "period": {"end": "2001-02-03"}}"""));
            patient["address"]![2]!["line"] = new JsonArray("1 Spine\tStreet", " ", "Leeds");
        });
        foreach (var element in new[] { "gender", "telecom", "address" })
        {
            person.Patient.Remove(element);
        }

        person.Name.Remove("prefix");

        var registered = (await live.RegisterAsync(person)).Registers();

        Assert.Equal("female", (string?)registered["gender"]);
        Assert.Equal("Ms", (string?)registered["name"]![0]!["prefix"]![0]);
        var address = Assert.Single(registered["address"]!.AsArray())!;
        Assert.Equal(["1 Spine Street", "Leeds"], address["line"]!.AsArray().Select(line => (string?)line));
        Assert.Equal("LS1 1AA", (string?)address["postalCode"]);
        Assert.Equal(["01632960999", "ewelina@example.org"], registered["telecom"]!.AsArray().Select(telecom => (string?)telecom!["value"]));
    }

    private static void ChangeToken(JsonObject patient, string error)
    {
        switch (error)
        {
            case "no label":
                patient["meta"]!.AsObject().Remove("security");
                break;
            case "label without a code":
                patient["meta"]!["security"]![0]!.AsObject().Remove("code");
                break;
            case "no id":
                patient.Remove("id");
                break;
            case "id with a wrong check digit":
                Renumber(patient, "9990001031");
                break;
            case "another number in the identifier":
                patient["identifier"]![0]!["value"] = "9990001030";
                break;
            case "another resource":
                patient["resourceType"] = "Person";
                break;
            case "notified of a death in an unknown way":
                patient["extension"] = new JsonArray(Notified("3", "2010-10-22"));
                break;
            case "notified of a death without a status":
                patient["extension"] = new JsonArray(new JsonObject { ["url"] = DeathNotification });
                break;
            case "deceased is a text":
                patient["deceasedBoolean"] = "true";
                break;
            case "a number for a name":
                patient["name"]![1]!["family"] = 7;
                break;
            default:
                patient["extension"] = new JsonArray(Removed("DEA", null));
                break;
        }
    }

    private static void Renumber(JsonObject patient, string number)
    {
        patient["id"] = number;
        patient["identifier"]![0]!["value"] = number;
    }

    private static void Change(JsonObject patient, string row)
    {
        var usual = patient["name"]![1]!.AsObject();
        switch (row)
        {
            case "no identifier":
                patient.Remove("identifier");
                break;
            case "identifier of another system":
                patient["identifier"]!.AsArray().Insert(0, JsonNode.Parse("""{"system": "https://example.org/Id", "value": "1"}"""));
                break;
            case "elements and extensions that nobody knows":
                patient["surprise"] = JsonNode.Parse("""{"of": [1, {"any": true}]}""");
                patient["extension"] = JsonNode.Parse("""[{"url": "https://example.org/new", "valueInteger": 3}, {"extension": []}]""");
                break;
            case "null in every list":
                foreach (var (_, list) in patient.Where(element => element.Value is JsonArray).ToList())
                {
                    list!.AsArray().Add(null);
                }

                usual["given"]!.AsArray().Add(null);
                break;
            case "no name, birth date equal":
                patient.Remove("name");
                break;
            case "removed for another reason":
                patient["extension"] = new JsonArray(Removed("SCT", null));
                break;
            case "said to be alive":
                patient["deceasedBoolean"] = false;
                break;
            case "death notification taken back":
                patient["extension"] = new JsonArray(Notified("U", "2010-10-22"));
                break;
            case "birth date without the day, names alike":
                patient["birthDate"] = "1984-11";
                break;
            case "several first names in one":
                patient["birthDate"] = "1984-11";
                usual["given"] = new JsonArray("Ewelina Maria");
                break;
            case "two usual names, the second of today":
                patient["birthDate"] = "1984-11";
                patient["name"]!.AsArray().Insert(0, JsonNode.Parse("""{"use": "usual", "family": "Abernathy", "given": ["Quentin"], "period": {"end": "2001-02-03"}}"""));
                usual.Remove("period");
                break;
            case "two usual names, none of today":
                patient["birthDate"] = "1984-11";
                patient["name"]!.AsArray().Add(JsonNode.Parse("""{"use": "usual", "family": "Abernathy", "given": ["Quentin"], "period": {"start": "2999-02-03"}}"""));
                break;
            case "another usual name, two parts of the birth date":
                patient["birthDate"] = "1984-11";
                usual["family"] = "Abernathy";
                break;
            case "only names of other uses":
                patient["birthDate"] = "1984-11";
                usual["use"] = "old";
                break;
            case "birth date without month and day":
                patient["birthDate"] = "1984";
                break;
            case "birth date of another form":
                patient["birthDate"] = "1984-11-02T00:00:00+00:00";
                break;
            default:
                patient.Remove("birthDate");
                break;
        }
    }

    private static void Die(JsonObject patient, string death)
    {
        switch (death)
        {
            case "notified informally":
                patient["extension"] = new JsonArray(Notified("1", "2010-10-22T00:00:00+00:00"));
                break;
            case "notified formally":
                patient["extension"] = new JsonArray(Notified("2", "2010-10-22T00:00:00+00:00"));
                break;
            case "notified without a date":
                patient["extension"] = new JsonArray(Notified("1", null));
                break;
            case "yes":
                patient["deceasedBoolean"] = true;
                break;
            case "yes, without a date for a reason":
                patient["_deceasedDateTime"] = Reason();
                break;
            case "dead or not is masked":
                patient["_deceasedBoolean"] = Reason();
                break;
            case "notified, the first taken back":
                patient["extension"] = new JsonArray(Notified("U", "2010-10-22"), Notified("2", "2010-10-23"));
                break;
            case "notified, the second taken back":
                patient["extension"] = new JsonArray(Notified("1", "2010-10-22"), Notified("U", "2010-10-23"));
                break;
            case "removed twice, the second by death":
                patient["extension"] = new JsonArray(Removed("SCT", null), Removed("DEA", "2010-10-22"));
                break;
            case "removed by death":
                patient["extension"] = new JsonArray(Removed("DEA", "2010-10-22T00:00:00+00:00"));
                break;
            default:
                patient["deceasedDateTime"] = death;
                break;
        }
    }

    private static JsonNode Reason() =>
        JsonNode.Parse("""{"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}""")!;

    private static JsonObject Notified(string code, string? date) => new()
    {
        ["url"] = DeathNotification,
        ["extension"] = new JsonArray(
            Coded("deathNotificationStatus", "https://fhir.hl7.org.uk/CodeSystem/UKCore-DeathNotificationStatus", code),
            date is null ? null : new JsonObject { ["url"] = "systemEffectiveDate", ["valueDateTime"] = date }),
    };

    private static JsonObject Removed(string code, string? start) => new()
    {
        ["url"] = Removal,
        ["extension"] = new JsonArray(
            Coded("removalFromRegistrationCode", "https://fhir.nhs.uk/CodeSystem/PDS-RemovalReasonExitCode", code),
            start is null ? null : new JsonObject { ["url"] = "effectiveTime", ["valuePeriod"] = new JsonObject { ["start"] = start } }),
    };

    private static JsonObject Coded(string url, string system, string code) => new()
    {
        ["url"] = url,
        ["valueCodeableConcept"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }) },
    };
}
