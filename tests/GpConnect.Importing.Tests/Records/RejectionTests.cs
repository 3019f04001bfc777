using System.Text.Json.Nodes;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Importing;

namespace GpConnect.Importing.Tests.Records;

[Collection(ConsoleTests.Name)]
public sealed class RejectionTests : IDisposable
{
    private const string Registration = "https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-RegistrationType-1";

    private static readonly Dictionary<string, (Action<JsonObject> Break, string Reason)> Errors = new()
    {
        ["no id"] = (patient => patient.Remove("id"), "Patient.id is missing"),
        ["unknown element"] = (patient => patient["colour"] = "red", "colour"),
        ["bad gender"] = (patient => patient["gender"] = "bogus", "Patient.gender"),
        ["forbidden element"] = (patient => patient["multipleBirthBoolean"] = true, "Patient.multipleBirth is not allowed"),
        ["other profile"] = (patient => patient["meta"] = Json("""{"profile":["http://other"]}"""), "Patient.meta.profile"),
        ["no number"] = (patient => patient.Remove("identifier"), "exactly one NHS number"),
        ["bad check digit"] = (patient => Identifier(patient)["value"] = "9000000008", "valid check digit"),
        ["use on the number"] = (patient => Identifier(patient)["use"] = "official", "use, type, period and assigner"),
        ["no verification status"] = (patient => Identifier(patient).Remove("extension"), "[verificationStatus] is missing"),
        ["unknown verification status"] = (patient => Identifier(patient)["extension"]![0]!["valueCodeableConcept"]!["coding"]![0]!["code"] = "99", "is not one code of"),
        ["wrong display"] = (patient => Identifier(patient)["extension"]![0]!["valueCodeableConcept"]!["coding"]![0]!["display"] = "Verified", "has a display that does not match the code"),
        ["no family"] = (patient => patient["name"]![0]!.AsObject().Remove("family"), "official name with family"),
        ["two official names"] = (patient => patient["name"]!.AsArray().Add(patient["name"]![0]!.DeepClone()), "official name with family"),
        ["telecom without use"] = (patient => patient["telecom"] = Json("""[{"system":"phone","value":"01632960001"}]"""), "Patient.telecom[0].use is missing"),
        ["address with state"] = (patient => patient["address"] = Json("""[{"use":"home","state":"X"}]"""), "Patient.address[0].state is not allowed"),
        ["deceased without date"] = (patient => patient["deceasedBoolean"] = true, "Patient.deceased is not a dateTime"),
        ["unknown label"] = (patient => patient["meta"] = Json("""{"security":[{"system":"http://x","code":"R"}]}"""), "Patient.meta.security"),
        ["registration details twice"] = (patient => patient["extension"]!.AsArray().Add(patient["extension"]![0]!.DeepClone()), "registrationDetails"),
        ["other extension"] = (patient => patient["extension"]!.AsArray().Add(Json("""{"url":"http://hl7.org/fhir/StructureDefinition/birthPlace","valueAddress":{"city":"Leeds"}}""")), "Patient.extension is not allowed"),
        ["extension inside"] = (patient => patient["name"]![0]!["extension"] = Json("""[{"url":"http://x","valueString":"y"}]"""), "Patient.name holds an extension"),
        ["registration status"] = (patient => Details(patient).Add(Json("""{"url":"registrationStatus","valueCodeableConcept":{"text":"Active"}}""")), "holds a part that is not allowed"),
        ["unknown registration type"] = (patient => Details(patient)[0]!["valueCodeableConcept"]!["coding"]![0]!["code"] = "Q", Registration),
        ["unknown branch"] = (patient => Details(patient)[1]!["valueReference"]!["reference"] = "Location/none", "preferredBranchSurgery refers to no record"),
        ["absolute reference"] = (patient => Details(patient)[1]!["valueReference"]!["reference"] = "https://x/Location/l", "not a relative reference to a Location"),
        ["unknown practitioner"] = (patient => patient["generalPractitioner"]![0]!["reference"] = "Practitioner/none", "generalPractitioner refers to no record"),
        ["organisation as practitioner"] = (patient => patient["generalPractitioner"]![0]!["reference"] = "Organization/o", "not a relative reference to a Practitioner"),
        ["another organisation"] = (patient => patient["managingOrganization"] = Json("""{"reference":"Organization/other"}"""), "managingOrganization"),
        ["link of another type"] = (patient => patient["link"] = Json("""[{"other":{"reference":"Patient/x"},"type":"seealso"}]"""), "Patient.link"),
        ["merged into nobody"] = (patient => patient["link"] = Json("""[{"other":{"reference":"Patient/x"},"type":"replaced-by"}]"""), "Patient.link refers to no record"),
        ["merged into itself"] = (patient => patient["link"] = Json("""[{"other":{"reference":"Patient/p"},"type":"replaced-by"}]"""), "Patient.link is not one link"),
        ["contact without name"] = (patient => patient["contact"] = Json("""[{"relationship":[{"text":"Son"}]}]"""), "Patient.contact[0].name"),
        ["contact with coding"] = (patient => patient["contact"] = Json("""[{"relationship":[{"coding":[{"code":"N"}]}],"name":{"use":"official","family":"X"}}]"""), "Patient.contact[0].relationship"),
    };

    private readonly CommandHarness harness = new();

    public static TheoryData<string> Names => [.. Errors.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_patient_that_could_not_be_served_is_rejected_and_the_others_are_loaded(string name)
    {
        var broken = TestPractice.Patient();
        Errors[name].Break(broken);
        var folder = TestPractice.WriteTo(harness, broken, TestPractice.Patient("good", TestPractice.OtherNumber));

        var outcome = await harness.RunAsync("import", folder);

        Assert.Equal(1, outcome.Code);
        Assert.Matches("(?m)^rejected: .*patients.ndjson line 1", outcome.Output);
        Assert.Contains(Errors[name].Reason, outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("6 read, 5 written, 0 unchanged, 1 rejected\n", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("90000000|9658218865|Zyxwvut|Quentin|1961-", outcome.Output + outcome.Error + string.Join('\n', harness.Audit()));
        Assert.NotNull(await harness.ReadAsync(TestPractice.Ods, "Patient", "good"));
        Assert.Null(await harness.ReadAsync(TestPractice.Ods, "Patient", "p"));
    }

    [Fact]
    public async Task An_id_that_looks_like_an_nhs_number_is_masked()
    {
        var folder = TestPractice.WriteTo(harness, TestPractice.Patient("9000000009", "123"));

        var outcome = await harness.RunAsync("import", folder);

        Assert.Contains("Patient/[…]", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("9000000009", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patients_of_a_practice_without_an_Organization_of_its_own_are_rejected()
    {
        var folder = TestPractice.WriteTo(harness, TestPractice.Patient());
        harness.Write("practice/structure.json", TestPractice.Bundle(TestPractice.Organization(odsCode: "OTHER"), TestPractice.Location(), TestPractice.Practitioner()).ToJsonString());

        var outcome = await harness.RunAsync("import", folder);

        Assert.Contains("the practice has no Organization of its own", outcome.Output, StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private static JsonNode Json(string json) => JsonNode.Parse(json)!;

    private static JsonObject Identifier(JsonObject patient) => patient["identifier"]![0]!.AsObject();

    private static JsonArray Details(JsonObject patient) => patient["extension"]![0]!["extension"]!.AsArray();
}
