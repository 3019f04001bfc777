using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GpConnect.Testing.EndToEnd;

/// <summary>The rules for every served resource, written from the profiles and not from the code.</summary>
internal static partial class ResourceRules
{
    private const string Definitions = "https://fhir.nhs.uk/STU3/StructureDefinition/";
    private const string CodeSystems = "https://fhir.nhs.uk/STU3/CodeSystem/";
    private const string Communication = Definitions + "Extension-CareConnect-GPC-NHSCommunication-1";

    public static void Check(JsonObject resource)
    {
        var type = (string)resource["resourceType"]!;
        Assert.Matches("^[A-Za-z0-9.-]{1,64}$", (string?)resource["id"]);
        Assert.Matches("^[1-9][0-9]*$", (string?)resource["meta"]!["versionId"]);
        Assert.Equal([$"{Definitions}CareConnect-GPC-{type}-1"], Strings(resource["meta"]!["profile"]));
        OnlyHas(resource["meta"]!, "versionId", "profile");
        Assert.All(Descendants(resource), CheckElement);
        switch (type)
        {
            case "Patient": CheckPatient(resource); break;
            case "Practitioner": CheckPractitioner(resource); break;
            case "Organization": CheckOrganization(resource); break;
            case "Location": CheckLocation(resource); break;
            default: Assert.Fail($"A {type} is served"); break;
        }
    }

    public static JsonObject RegistrationDetails(JsonNode patient) =>
        Assert.Single(Extensions(patient, Definitions + "Extension-CareConnect-GPC-RegistrationDetails-1"));

    public static IReadOnlyList<JsonObject> Communications(JsonNode patient) => Extensions(patient, Communication);

    public static JsonObject? Part(JsonNode extension, string url) => Extensions(extension, url).SingleOrDefault();

    private static void CheckPatient(JsonObject patient)
    {
        OnlyHas(patient, "resourceType", "id", "meta", "extension", "identifier", "active", "name", "telecom", "gender", "birthDate", "address", "contact", "generalPractitioner", "managingOrganization");
        OnlyExtensions(patient, "Extension-CareConnect-GPC-RegistrationDetails-1", "Extension-CareConnect-GPC-NHSCommunication-1");
        CheckRegistration(RegistrationDetails(patient));
        CheckNhsNumber(Assert.Single(patient["identifier"]!.AsArray())!);
        Assert.True((bool)patient["active"]!);
        var name = Assert.Single(patient["name"]!.AsArray())!;
        Assert.Equal("official", (string?)name["use"]);
        Assert.NotNull(name["family"]);
        Assert.Contains((string?)patient["gender"], new[] { "male", "female", "other", "unknown" });
        Assert.NotNull(patient["birthDate"]);
        CheckContactDetails(patient, needsUse: true);
        Assert.Matches("^Organization/", (string?)patient["managingOrganization"]!["reference"]);
        Assert.All(Items(patient, "generalPractitioner"), reference => Assert.Matches("^Practitioner/", (string?)reference["reference"]));
        Assert.True(Items(patient, "generalPractitioner").Count <= 1);
        Assert.All(Items(patient, "contact"), CheckContact);
    }

    private static void CheckContact(JsonNode contact)
    {
        OnlyHas(contact, "relationship", "name", "telecom", "address", "gender", "period");
        Assert.NotNull(contact["name"]!["use"]);
        Assert.All(Items(contact, "relationship"), relationship => OnlyHas(relationship, "text"));
        Assert.All(Items(contact, "telecom"), telecom => CheckTelecom(telecom, true));
    }

    private static void CheckRegistration(JsonObject details)
    {
        Assert.All(details["extension"]!.AsArray(), part =>
            Assert.Contains((string?)part!["url"], new[] { "registrationPeriod", "registrationType", "preferredBranchSurgery" }));
        if (Part(details, "registrationType") is { } type)
        {
            CheckCoding(type["valueCodeableConcept"]!, CodeSystems + "CareConnect-RegistrationType-1");
        }

        if (Part(details, "preferredBranchSurgery") is { } branch)
        {
            Assert.Matches("^Location/", (string?)branch["valueReference"]!["reference"]);
        }
    }

    private static void CheckNhsNumber(JsonNode identifier)
    {
        OnlyHas(identifier, "extension", "system", "value");
        Assert.Equal("https://fhir.nhs.uk/Id/nhs-number", (string?)identifier["system"]);
        var extension = Assert.Single(identifier["extension"]!.AsArray())!;
        Assert.Equal(Definitions + "Extension-CareConnect-GPC-NHSNumberVerificationStatus-1", (string?)extension["url"]);
        var coding = CheckCoding(extension["valueCodeableConcept"]!, CodeSystems + "CareConnect-NHSNumberVerificationStatus-1");
        Assert.Equal("01", (string?)coding["code"]);
        Assert.Equal("Number present and verified", (string?)coding["display"]);
    }

    private static void CheckPractitioner(JsonObject practitioner)
    {
        OnlyHas(practitioner, "resourceType", "id", "meta", "extension", "identifier", "active", "name", "gender");
        OnlyExtensions(practitioner, "Extension-CareConnect-GPC-NHSCommunication-1");
        Assert.NotNull(Assert.Single(practitioner["name"]!.AsArray())!["family"]);
        Assert.Single(Items(practitioner, "identifier"), identifier => (string?)identifier["system"] == "https://fhir.nhs.uk/Id/sds-user-id");
        Assert.All(Items(practitioner, "identifier"), identifier =>
        {
            OnlyHas(identifier, "system", "value");
            Assert.Contains((string?)identifier["system"], new[] { "https://fhir.nhs.uk/Id/sds-user-id", "https://fhir.nhs.uk/Id/sds-role-profile-id" });
        });
    }

    private static void CheckOrganization(JsonObject organization)
    {
        OnlyHas(organization, "resourceType", "id", "meta", "extension", "identifier", "active", "type", "name", "alias", "telecom", "address", "partOf");
        Assert.All(Items(organization, "extension"), extension => Assert.Contains(
            (string?)extension["url"], new[] { Definitions + "Extension-CareConnect-GPC-MainLocation-1", "http://hl7.org/fhir/StructureDefinition/organization-period" }));
        var identifier = Assert.Single(Items(organization, "identifier"));
        OnlyHas(identifier, "system", "value");
        Assert.Equal("https://fhir.nhs.uk/Id/ods-organization-code", (string?)identifier["system"]);
        Assert.NotNull(organization["name"]);
        CheckContactDetails(organization, needsUse: false);
    }

    private static void CheckLocation(JsonObject location)
    {
        OnlyHas(location, "resourceType", "id", "meta", "status", "operationalStatus", "name", "alias", "description", "type", "telecom", "address", "position", "managingOrganization", "partOf");
        Assert.NotNull(location["name"]);
        Assert.IsType<JsonObject>(location["address"]);
        Assert.Matches("^Organization/", (string?)location["managingOrganization"]!["reference"]);
        Assert.All(Items(location, "telecom"), telecom => CheckTelecom(telecom, false));
    }

    private static void CheckContactDetails(JsonNode resource, bool needsUse)
    {
        Assert.All(Items(resource, "telecom"), telecom => CheckTelecom(telecom, needsUse));
        Assert.All(Items(resource, "address"), address => Assert.True(!needsUse || address["use"] is not null));
    }

    private static void CheckTelecom(JsonNode telecom, bool needsUse)
    {
        Assert.NotNull(telecom["system"]);
        Assert.NotNull(telecom["value"]);
        Assert.True(!needsUse || telecom["use"] is not null);
    }

    private static JsonNode CheckCoding(JsonNode concept, string system)
    {
        var coding = Assert.Single(concept["coding"]!.AsArray())!;
        Assert.Equal(system, (string?)coding["system"]);
        Assert.NotNull(coding["code"]);
        Assert.NotNull(coding["display"]);
        return coding;
    }

    /// <summary>Addresses have no state or text, references are relative and without display, communications have each part once.</summary>
    private static void CheckElement(JsonObject element)
    {
        Assert.False(element.ContainsKey("state"));
        Assert.False((element.ContainsKey("line") || element.ContainsKey("postalCode")) && element.ContainsKey("text"));
        if ((string?)element["url"] == Communication)
        {
            var parts = element["extension"]!.AsArray().Select(part => (string?)part!["url"]).ToList();
            Assert.Equal(parts.Distinct(), parts);
            CheckCoding(Part(element, "language")!["valueCodeableConcept"]!, CodeSystems + "CareConnect-HumanLanguage-1");
        }

        if (element["reference"] is JsonValue reference)
        {
            Assert.Matches(Relative(), (string?)reference);
            OnlyHas(element, "reference");
        }
    }

    private static IEnumerable<JsonObject> Descendants(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(member => Descendants(member.Value)).Prepend(one),
        JsonArray many => many.SelectMany(Descendants),
        _ => [],
    };

    private static IReadOnlyList<JsonObject> Extensions(JsonNode element, string url) =>
        [.. Items(element, "extension").Where(extension => (string?)extension["url"] == url)];

    private static List<JsonObject> Items(JsonNode element, string name) => element[name] is JsonArray items ? [.. items.Select(item => item!.AsObject())] : [];

    private static IEnumerable<string?> Strings(JsonNode? array) => array!.AsArray().Select(item => (string?)item);

    private static void OnlyHas(JsonNode element, params string[] names) => Assert.All(element.AsObject(), member => Assert.Contains(member.Key, names));

    private static void OnlyExtensions(JsonNode resource, params string[] names) =>
        Assert.All(Items(resource, "extension"), extension => Assert.Contains((string?)extension["url"], names.Select(name => Definitions + name)));

    [GeneratedRegex("^(Organization|Practitioner|Location)/[A-Za-z0-9.-]{1,64}$")]
    private static partial Regex Relative();
}
