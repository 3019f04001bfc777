using System.Text.Json.Nodes;

namespace GpConnect.Testing.Importing;

/// <summary>A small practice as files: one Organization, Location and Practitioner, and the Patients that a test needs.</summary>
internal static class TestPractice
{
    public const string Ods = "T1234";
    public const string Number = "9000000009";
    public const string OtherNumber = "9658218865";

    public const string PracticeJson =
        """{"odsCode":"T1234","asid":"918999198901","name":"Test practice","gpConnect":true,"capabilities":["foundations"]}""";

    public static JsonObject Organization(string id = "o", string odsCode = Ods) => Object($$$"""
        {"resourceType":"Organization","id":"{{{id}}}","identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"{{{odsCode}}}"}],
         "extension":[{"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-MainLocation-1","valueReference":{"reference":"Location/l"}}],
         "name":"Test practice"}
        """);

    public static JsonObject Location(string id = "l") => Object($$$"""
        {"resourceType":"Location","id":"{{{id}}}","name":"Main surgery","address":{"line":["1 High Street"]},
         "managingOrganization":{"reference":"Organization/o"}}
        """);

    public static JsonObject Practitioner(string id = "g") => Object($$$"""
        {"resourceType":"Practitioner","id":"{{{id}}}","identifier":[{"system":"https://fhir.nhs.uk/Id/sds-user-id","value":"G{{{id}}}"}],
         "name":[{"family":"Bell"}]}
        """);

    public static JsonObject Patient(string id = "p", string number = Number) => Object($$$"""
        {"resourceType":"Patient","id":"{{{id}}}",
         "extension":[{"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-RegistrationDetails-1","extension":[
           {"url":"registrationType","valueCodeableConcept":{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-RegistrationType-1","code":"R"}]}},
           {"url":"preferredBranchSurgery","valueReference":{"reference":"Location/l","display":"Main"}}]}],
         "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"{{{number}}}","extension":[
           {"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1","valueCodeableConcept":{"coding":[
             {"system":"https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1","code":"01"}]}}]}],
         "name":[{"use":"official","family":"Zyxwvut","given":["Quentin"]}],"gender":"male","birthDate":"1961-03-04",
         "generalPractitioner":[{"reference":"Practitioner/g"}]}
        """);

    /// <summary>A valid NHS number, different for each index.</summary>
    public static string NumberOf(int index) =>
        Enumerable.Range(0, 10).Select(check => $"99{index:0000000}{check}").FirstOrDefault(number => Foundations.Pds.NhsNumber.IsValid(number))
            ?? NumberOf(index + 5_000_000);

    public static JsonArray Details(JsonObject patient) => patient["extension"]![0]!["extension"]!.AsArray();

    public static JsonObject Status(JsonObject patient) =>
        patient["identifier"]![0]!["extension"]![0]!["valueCodeableConcept"]!["coding"]![0]!.AsObject();

    public static JsonObject Bundle(params IEnumerable<JsonNode> resources) => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = "collection",
        ["entry"] = new JsonArray([.. resources.Select(resource => new JsonObject { ["resource"] = resource })]),
    };

    public static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>Writes practice.json, the structure, and the Patients as NDJSON; returns their folder.</summary>
    public static string WriteTo(Commands.CommandHarness harness, params IEnumerable<JsonObject> patients)
    {
        harness.Write("practice/practice.json", PracticeJson);
        harness.Write("practice/structure.json", Bundle(Organization(), Location(), Practitioner()).ToJsonString());
        harness.Write("practice/patients.ndjson", string.Join('\n', patients.Select(patient => patient.ToJsonString())));
        return Path.Combine(harness.Files, "practice");
    }
}
