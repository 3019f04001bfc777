using System.Text.Json.Nodes;

namespace GpConnect.Testing.EndToEnd;

/// <summary>Edits that make a submitted Patient invalid, or unusual but allowed, by the name that tests use.</summary>
internal static class PatientErrors
{
    private const string Definitions = "https://fhir.nhs.uk/STU3/StructureDefinition/";

    private static readonly Dictionary<string, Action<Person>> Edits = new(StringComparer.Ordinal)
    {
        ["another profile"] = person => person.Patient["meta"] = Parse("""{"profile":["https://example.org/Profile"]}"""),
        ["no profile"] = person => person.Patient.Remove("meta"),
        ["two profiles"] = person => person.Patient["meta"]!["profile"]!.AsArray().Add("https://example.org/Profile"),
        ["security label"] = person => person.Patient["meta"]!["security"] = Parse("""[{"system":"http://hl7.org/fhir/v3/Confidentiality","code":"R"}]"""),
        ["tag"] = person => person.Patient["meta"]!["tag"] = Parse("""[{"system":"urn:x","code":"y"}]"""),

        ["no identifier"] = person => person.Patient.Remove("identifier"),
        ["no system"] = person => Identifier(person).Remove("system"),
        ["no value"] = person => Identifier(person).Remove("value"),
        ["other identifier without system"] = person => person.Patient["identifier"]!.AsArray().Add(Parse("""{"value":"1"}""")),
        ["other identifier without value"] = person => person.Patient["identifier"]!.AsArray().Add(Parse("""{"system":"urn:x"}""")),
        ["no NHS number"] = person => Identifier(person)["system"] = "https://example.org/Id/other",
        ["two NHS numbers"] = person => person.Patient["identifier"]!.AsArray().Add(Identifier(person).DeepClone()),
        ["letters"] = person => Identifier(person)["value"] = "hello",
        ["hashes"] = person => Identifier(person)["value"] = "34555##4",
        ["nine digits"] = person => Identifier(person)["value"] = "999999999",
        ["eleven digits"] = person => Identifier(person)["value"] = "90000000090",
        ["wrong check digit"] = person => Identifier(person)["value"] = "9000000008",
        ["grouped"] = person => Identifier(person)["value"] = "900 000 0009",
        ["use on the NHS number"] = person => Identifier(person)["use"] = "official",
        ["no verification status"] = person => Identifier(person).Remove("extension"),
        ["other identifiers"] = Others,

        ["no name"] = person => person.Patient.Remove("name"),
        ["no use"] = person => person.Name.Remove("use"),
        ["only a nickname"] = person => person.Name["use"] = "nickname",
        ["ended name"] = person => person.Name["period"] = Parse("""{"end":"2001-01-01"}"""),
        ["name of the future"] = person => person.Name["period"] = Parse("""{"start":"2999-01-01"}"""),
        ["two official names"] = person => person.Patient["name"]!.AsArray().Add(person.Name.DeepClone()),
        ["no family"] = person => person.Name.Remove("family"),
        ["no given"] = person => person.Name.Remove("given"),
        ["more names"] = MoreNames,
        ["no prefix"] = person => person.Name.Remove("prefix"),
        ["six given names"] = person => person.Name["given"] = Parse("""["Ewelina","B","C","D","E","F"]"""),

        ["no birth date"] = person => person.Patient.Remove("birthDate"),
        ["birth year"] = person => person.Patient["birthDate"] = "1984",
        ["birth month"] = person => person.Patient["birthDate"] = "1984-11",
        ["birth date in the future"] = person => person.Patient["birthDate"] = "2999-01-01",
        ["no gender"] = person => person.Patient.Remove("gender"),
        ["another gender"] = person => person.Patient["gender"] = "other",
        ["an id"] = person => person.Patient["id"] = "my-own-id",

        ["two communications"] = person => person.Patient["extension"]!.AsArray().Add(person.Patient["extension"]![0]!.DeepClone()),
        ["no communication"] = person => person.Patient.Remove("extension"),
        ["communication without language"] = person => person.Patient["extension"]![0]!["extension"]!.AsArray().RemoveAt(0),
        ["unknown language"] = person => Language(person)["code"] = "xx",
        ["language of another system"] = person => Language(person)["system"] = "urn:x",
        ["wrong language display"] = person => Language(person)["display"] = "Polski",
        ["no language display"] = person => Language(person).Remove("display"),
        ["unknown part of the communication"] = person => person.Patient["extension"]![0]!["extension"]!.AsArray().Add(Parse("""{"url":"other","valueBoolean":true}""")),
        ["repeated part of the communication"] = person => person.Patient["extension"]![0]!["extension"]!.AsArray().Add(Parse("""{"url":"interpreterRequired","valueBoolean":true}""")),
        ["extension in the communication"] = person => Language(person)["extension"] = Extension(),
        ["registrationDetails"] = person => person.Patient["extension"]!.AsArray().Add(Parse($$$"""{"url":"{{{Definitions}}}Extension-CareConnect-GPC-RegistrationDetails-1","extension":[{"url":"registrationPeriod","valuePeriod":{"start":"2020-01-01"}}]}""")),
        ["ethnicCategory"] = person => person.Patient["extension"]!.AsArray().Add(Parse($$$"""{"url":"{{{Definitions}}}Extension-CareConnect-GPC-EthnicCategory-1","valueCodeableConcept":{"text":"x"}}""")),
        ["unknown extension"] = person => person.Patient["extension"]!.AsArray().Add(Extension()[0]!.DeepClone()),
        ["extension of the name"] = person => Insert(person.Name, "extension", Extension()),
        ["extension of the address"] = person => Insert(person.Address[0]!.AsObject(), "extension", Extension()),
        ["extension of the identifier"] = person => Identifier(person)["extension"] = Extension(),

        ["active"] = person => person.Patient["active"] = true,
        ["multipleBirth"] = person => person.Patient["multipleBirthBoolean"] = true,
        ["generalPractitioner"] = person => person.Patient["generalPractitioner"] = Parse("""[{"reference":"Practitioner/1"}]"""),
        ["contact"] = person => person.Patient["contact"] = Parse("""[{"name":{"family":"X"}}]"""),
        ["managingOrganization"] = person => person.Patient["managingOrganization"] = Parse("""{"reference":"Organization/7"}"""),
        ["maritalStatus"] = person => person.Patient["maritalStatus"] = Parse("""{"text":"x"}"""),
        ["animal"] = person => person.Patient["animal"] = Parse("""{"species":{"text":"x"}}"""),
        ["communication"] = person => person.Patient["communication"] = Parse("""[{"language":{"text":"x"}}]"""),
        ["photo"] = person => person.Patient["photo"] = Parse("""[{"title":"x"}]"""),
        ["deceased"] = person => person.Patient["deceasedBoolean"] = false,
        ["deceasedDateTime"] = person => person.Patient["deceasedDateTime"] = "2020-01-01",
        ["link"] = person => person.Patient["link"] = Parse("""[{"other":{"reference":"Patient/1"},"type":"refer"}]"""),
        ["text"] = person => person.Patient["text"] = Parse("""{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>"}"""),
        ["contained"] = person => person.Patient["contained"] = Parse("""[{"resourceType":"Organization","id":"o","name":"x"}]"""),
        ["implicitRules"] = person => person.Patient["implicitRules"] = "urn:x",
        ["language"] = person => person.Patient["language"] = "en",
        ["modifierExtension"] = person => person.Patient["modifierExtension"] = Extension(),
        ["unknown property"] = person => person.Patient["invalidField"] = "x",
        ["unknown property below"] = person => person.Name["invalidField"] = "x",
        ["bad gender"] = person => person.Patient["gender"] = "X",
        ["bad date"] = person => person.Patient["birthDate"] = "02/11/1984",
        ["impossible date"] = person => person.Patient["birthDate"] = "1984-02-30",
        ["bad use"] = person => person.Name["use"] = "bogus",
        ["empty family"] = person => person.Name["family"] = "",
        ["control character"] = person => person.Name["family"] = "No\u0001wak",

        ["no telecom"] = person => person.Patient.Remove("telecom"),
        ["every phone and email"] = person => SetTelecoms(person, "phone home", "phone work", "phone mobile", "phone temp", "email work"),
        ["phone temp and email temp"] = person => SetTelecoms(person, "phone temp", "email temp"),
        ["email without use"] = person => SetTelecoms(person, "email"),
        ["email old"] = person => SetTelecoms(person, "email old"),
        ["home phone twice"] = person => SetTelecoms(person, "phone home", "phone home"),
        ["temp phone twice"] = person => SetTelecoms(person, "phone temp", "phone mobile", "phone temp"),
        ["two emails"] = person => SetTelecoms(person, "email home", "email work"),
        ["phone without use"] = person => SetTelecoms(person, "phone"),
        ["phone old"] = person => SetTelecoms(person, "phone old"),
        ["no telecom system"] = person => person.Telecom[0]!.AsObject().Remove("system"),
        ["fax"] = person => SetTelecoms(person, "fax home"),
        ["sms"] = person => SetTelecoms(person, "sms mobile"),
        ["url"] = person => SetTelecoms(person, "phone home", "url home"),
        ["pager"] = person => SetTelecoms(person, "pager work"),
        ["other"] = person => SetTelecoms(person, "other home"),
        ["no telecom value"] = person => person.Telecom[0]!.AsObject().Remove("value"),

        ["no address"] = person => person.Patient.Remove("address"),
        ["home"] = person => Addresses(person, "home"),
        ["temp"] = person => Addresses(person, "temp"),
        ["temp and home"] = person => Addresses(person, "temp", "home"),
        ["work"] = person => Addresses(person, "work"),
        ["old"] = person => Addresses(person, "old"),
        ["home and work"] = person => Addresses(person, "home", "work"),
        ["home, temp and old"] = person => Addresses(person, "home", "temp", "old"),
        ["two homes"] = person => Addresses(person, "home", "home"),
        ["two temps"] = person => Addresses(person, "temp", "home", "temp"),
        ["address without use"] = person => person.Address[0]!.AsObject().Remove("use"),
        ["state"] = State,
    };

    public static Person Edit(Person person, string name)
    {
        Edits[name](person);
        return person;
    }

    /// <param name="telecoms">System and use of each, such as <c>phone home</c>, or the system alone.</param>
    public static void SetTelecoms(Person person, params string[] telecoms) => person.Patient["telecom"] = new JsonArray(
        [.. telecoms.Select((telecom, index) => telecom.Split(' ') is [var system, var use]
            ? new JsonObject { ["system"] = system, ["value"] = $"0163296010{index}", ["use"] = use }
            : new JsonObject { ["system"] = telecom, ["value"] = $"0163296010{index}" })]);

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;

    private static JsonArray Extension() => Parse("""[{"url":"https://example.org/extension","valueBoolean":true}]""").AsArray();

    private static JsonObject Identifier(Person person) => person.Patient["identifier"]![0]!.AsObject();

    private static JsonObject Language(Person person) => person.Patient["extension"]![0]!["extension"]![0]!["valueCodeableConcept"]!["coding"]![0]!.AsObject();

    /// <summary>Inserts the member first, where XML requires extensions.</summary>
    private static void Insert(JsonObject element, string name, JsonNode value) => element.Insert(0, name, value);

    private static void Others(Person person)
    {
        var identifiers = person.Patient["identifier"]!.AsArray();
        identifiers.Insert(0, Parse("""{"system":"GenericIdentifierSystem","value":"before"}"""));
        identifiers.Add(Parse("""{"use":"secondary","system":"https://example.org/Id/other","value":"behind"}"""));
    }

    private static void MoreNames(Person person)
    {
        var names = person.Patient["name"]!.AsArray();
        names.Insert(0, Parse("""{"use":"official","family":"Former","given":["Old"],"period":{"start":"1990-01-01","end":"2001-01-01"}}"""));
        names.Add(Parse("""{"use":"nickname","given":["Ewcia"]}"""));
    }

    private static void Addresses(Person person, params string[] uses) => person.Patient["address"] = new JsonArray(
        [.. uses.Select((use, index) => new JsonObject { ["use"] = use, ["line"] = new JsonArray($"{index} Example Row"), ["city"] = "Leeds" })]);

    private static void State(Person person)
    {
        var address = person.Address[0]!.AsObject();
        address.Insert(address.IndexOf("city") + 1, "state", "x");
    }
}
