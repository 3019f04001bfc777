using System.Globalization;
using System.Text.Json.Nodes;
using GpConnect.Foundations.Pds;

namespace GpConnect.Testing.EndToEnd;

/// <summary>A person to register: the submitted Patient and the PDS record.</summary>
internal sealed class Person
{
    private const string Definitions = "https://fhir.nhs.uk/STU3/StructureDefinition/";

    private static int last;

    private Person(string nhsNumber)
    {
        NhsNumber = nhsNumber;
        Pds = new PdsRecord
        {
            NhsNumber = nhsNumber,
            BirthDate = "1984-11-02",
            Family = "Nowakowski",
            Given = ["Ewelina"],
            Prefix = ["Ms"],
            Gender = "female",
            Address = new PdsAddress(["1 Spine Street"], "Leeds", "West Yorkshire", "LS1 1AA"),
            Phone = "01632960999",
            Email = "ewelina@example.org",
            RegisteredPracticeOds = "X12345",
        };
        Patient = JsonNode.Parse($$$"""
            {
              "resourceType": "Patient",
              "meta": {"profile": ["{{{Definitions}}}CareConnect-GPC-Patient-1"]},
              "extension": [{
                "url": "{{{Definitions}}}Extension-CareConnect-GPC-NHSCommunication-1",
                "extension": [
                  {"url": "language", "valueCodeableConcept": {"coding": [{"system": "https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-HumanLanguage-1", "code": "pl", "display": "Polish"}]}},
                  {"url": "interpreterRequired", "valueBoolean": true}
                ]
              }],
              "identifier": [{
                "extension": [{
                  "url": "{{{Definitions}}}Extension-CareConnect-GPC-NHSNumberVerificationStatus-1",
                  "valueCodeableConcept": {"coding": [{"system": "https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1", "code": "01", "display": "Number present and verified"}]}
                }],
                "system": "https://fhir.nhs.uk/Id/nhs-number",
                "value": "{{{nhsNumber}}}"
              }],
              "name": [{"use": "official", "family": "Nowakowski", "given": ["Ewelina", "Maria"], "prefix": ["Mrs"]}],
              "telecom": [
                {"system": "phone", "value": "07700900123", "use": "mobile"},
                {"system": "phone", "value": "01632960010", "use": "temp"},
                {"system": "email", "value": "ewelina.n@example.org", "use": "home"}
              ],
              "gender": "female",
              "birthDate": "1984-11-02",
              "address": [
                {"use": "home", "type": "physical", "line": ["14 Quarry Hill"], "city": "Leeds", "postalCode": "LS9 8AA"},
                {"use": "temp", "type": "physical", "line": ["Flat 2", "80 Canal Road"], "city": "Brigg", "postalCode": "DN20 8AF"}
              ]
            }
            """)!.AsObject();
    }

    /// <summary>A person whom PDS does not know: the registration is refused after every check of the body.</summary>
    public static Person Unknown => new(SampleData.NotInSystem);

    public string NhsNumber { get; }

    /// <summary>The PDS record; tests replace it before they add the person to a provider.</summary>
    public PdsRecord Pds { get; set; }

    public JsonObject Patient { get; }

    public JsonObject Name => Patient["name"]![0]!.AsObject();

    public JsonArray Telecom => Patient["telecom"]!.AsArray();

    public JsonArray Address => Patient["address"]!.AsArray();

    /// <summary>A person with an NHS number that is already in use.</summary>
    public static Person With(string nhsNumber) => new(nhsNumber);

    /// <summary>A person with an NHS number that no other person of the tests has.</summary>
    public static Person New()
    {
        while (true)
        {
            var digits = (901_000_000 + Interlocked.Increment(ref last)).ToString(CultureInfo.InvariantCulture);
            var sum = digits.Select((digit, index) => (10 - index) * (digit - '0')).Sum();
            if (sum % 11 is not 1 and var rest)
            {
                return new Person($"{digits}{(11 - rest) % 11}");
            }
        }
    }

    public JsonObject Parameters() => new()
    {
        ["resourceType"] = "Parameters",
        ["parameter"] = new JsonArray(new JsonObject { ["name"] = "registerPatient", ["resource"] = Patient.DeepClone() }),
    };

    public ApiRequest Register(FhirFormat format = FhirFormat.Json) =>
        ApiRequest.Register(Parameters(), format).Hiding(NhsNumber, "Nowakowski", "Ewelina", "Quarry Hill", "07700900123");

    public ApiRequest Search() => ApiRequest.SearchPatient(NhsNumber);
}
