using System.Text;
using System.Text.Json.Nodes;
using GpConnect.Foundations.Resources;
using GpConnect.Testing.Importing;
using ResourceRules = GpConnect.Foundations.Resources.ResourceRules;

namespace GpConnect.Foundations.Tests.Resources;

public sealed class ResourceRulesTests
{
    [Theory]
    [InlineData("Practitioner", "identifier", """[{"system":"https://fhir.nhs.uk/Id/sds-user-id","value":"1"},{"system":"https://fhir.nhs.uk/Id/sds-user-id","value":"2"}]""", "more than one SDS user id")]
    [InlineData("Practitioner", "identifier", """[{"system":"https://fhir.nhs.uk/Id/sds-user-id"}]""", "needs system and value")]
    [InlineData("Practitioner", "name", null, "exactly one current name")]
    [InlineData("Practitioner", "name", """[{"text":"Dr Bell","given":["Ann"]}]""", "exactly one current name")]
    [InlineData("Practitioner", "name", """[{"family":"Bell"},{"family":"Ball"}]""", "exactly one current name")]
    [InlineData("Practitioner", "telecom", """[{"system":"phone","value":"1"}]""", "Practitioner.telecom is not allowed")]
    [InlineData("Practitioner", "qualification", """[{"code":{"text":"x"}}]""", "Practitioner.qualification is not allowed")]
    [InlineData("Practitioner", "birthDate", "\"1970-01-01\"", "Practitioner.birthDate is not allowed")]
    [InlineData("Practitioner", "extension", """[{"url":"http://x","valueString":"y"}]""", "Practitioner.extension is not allowed")]
    [InlineData("Practitioner", "contained", """[{"resourceType":"Device","id":"d"}]""", "Practitioner.contained is not allowed")]
    [InlineData("Organization", "identifier", null, "exactly one plain ODS code")]
    [InlineData("Organization", "name", null, "Organization.name is missing")]
    [InlineData("Organization", "contact", """[{"name":{"family":"x"}}]""", "Organization.contact is not allowed")]
    [InlineData("Organization", "endpoint", """[{"reference":"Endpoint/1"}]""", "Organization.endpoint is not allowed")]
    [InlineData("Organization", "address", """[{"state":"x"}]""", "Organization.address[0].state is not allowed")]
    [InlineData("Organization", "telecom", """[{"value":"x"}]""", "Organization.telecom[0] needs system and value")]
    [InlineData("Organization", "type", """[{"text":"a"},{"text":"b"}]""", "Organization.type is given more than once")]
    [InlineData("Organization", "type", """[{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/GPConnect-OrganisationType-1","code":"x"}]}]""", "is not one code of")]
    [InlineData("Organization", "partOf", """{"reference":"Location/l"}""", "not a relative reference to a Organization")]
    [InlineData("Organization", "extension", """[{"url":"http://x","valueString":"y"}]""", "Organization.extension is not allowed")]
    [InlineData("Location", "name", null, "Location.name is missing")]
    [InlineData("Location", "address", null, "Location.address is missing")]
    [InlineData("Location", "address", """{"state":"x"}""", "Location.address.state is not allowed")]
    [InlineData("Location", "managingOrganization", null, "Location.managingOrganization is missing")]
    [InlineData("Location", "mode", "\"instance\"", "Location.mode is not allowed")]
    [InlineData("Location", "endpoint", """[{"reference":"Endpoint/1"}]""", "Location.endpoint is not allowed")]
    [InlineData("Location", "type", """{"coding":[{"code":"x"}]}""", "Location.type needs system, code and display")]
    [InlineData("Location", "extension", """[{"url":"http://x","valueString":"y"}]""", "Location.extension is not allowed")]
    public void A_resource_that_must_not_be_served_is_refused(string type, string element, string? value, string reason)
    {
        var resource = Of(type);
        resource.Remove(element);
        if (value is not null)
        {
            resource[element] = JsonNode.Parse(value);
        }

        Assert.False(Validate(resource).Try(out _, out var errors));
        Assert.Contains(errors, error => error.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_location_loses_its_identifiers_and_physical_type_and_every_resource_its_narrative()
    {
        var location = TestPractice.Location();
        location["identifier"] = JsonNode.Parse("""[{"system":"https://fhir.nhs.uk/Id/ods-site-code","value":"Z26556"}]""");
        location["physicalType"] = JsonNode.Parse("""{"text":"Building"}""");
        location["text"] = JsonNode.Parse("""{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">Surgery</div>"}""");
        location["language"] = "en";

        Assert.Equal(
            """{"resourceType":"Location","id":"l","meta":{"versionId":"3","profile":["https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Location-1"]},"name":"Main surgery","address":{"line":["1 High Street"]},"managingOrganization":{"reference":"Organization/o"}}""",
            Served(location));
    }

    [Fact]
    public void A_patient_gets_displays_and_keeps_only_the_official_name_and_the_NHS_number()
    {
        var patient = TestPractice.Patient();
        patient["name"]!.AsArray().Add(JsonNode.Parse("""{"use":"nickname","text":"Q"}"""));
        patient["identifier"]!.AsArray().Insert(0, JsonNode.Parse("""{"system":"https://fhir.nhs.uk/Id/local-patient-identifier","value":"77"}"""));

        var served = Served(patient);

        Assert.Contains("\"display\":\"Number present and verified\"", served, StringComparison.Ordinal);
        Assert.Contains("\"display\":\"Regular\"", served, StringComparison.Ordinal);
        Assert.DoesNotMatch("nickname|local-patient|\"Main\"", served);
        Assert.Contains("\"active\":true", served, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clinician_keeps_role_profiles_and_loses_other_identifiers()
    {
        var practitioner = TestPractice.Practitioner();
        practitioner["identifier"]!.AsArray().Add(JsonNode.Parse("""{"system":"https://fhir.nhs.uk/Id/sds-role-profile-id","value":"R1"}"""));
        practitioner["identifier"]!.AsArray().Add(JsonNode.Parse("""{"system":"https://fhir.hl7.org.uk/Id/gmc-number","value":"C1"}"""));

        var served = Served(practitioner);

        Assert.Contains("R1", served, StringComparison.Ordinal);
        Assert.DoesNotContain("gmc", served, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("R", true)]
    [InlineData("V", true)]
    [InlineData("N", false)]
    public void Restricted_and_very_restricted_records_are_sensitive(string label, bool isSensitive)
    {
        var patient = TestPractice.Patient();
        patient["meta"] = JsonNode.Parse($$"""{"security":[{"system":"http://hl7.org/fhir/v3/Confidentiality","code":"{{label}}"}]}""");

        Assert.True(Validate(patient).Try(out var resource, out _));
        Assert.Equal(isSensitive, resource.State.Sensitive);
    }

    [Theory]
    [InlineData("2024", "2025-01-01T00:00:00Z")]
    [InlineData("2024-02", "2024-03-01T00:00:00Z")]
    [InlineData("2024-02-29", "2024-03-01T00:00:00Z")]
    public void A_registration_lasts_to_the_end_of_the_year_month_or_day_that_its_end_names(string end, string moment)
    {
        var patient = TestPractice.Patient();
        patient["extension"]![0]!["extension"]!.AsArray().Add(JsonNode.Parse($$$"""{"url":"registrationPeriod","valuePeriod":{"end":"{{{end}}}"}}"""));

        Assert.True(Validate(patient).Try(out var resource, out _));
        Assert.Equal(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture), resource.State.ActiveUntil);
    }

    private static JsonObject Of(string type) => type switch
    {
        "Practitioner" => TestPractice.Practitioner(),
        "Organization" => TestPractice.Organization(),
        _ => TestPractice.Location(),
    };

    private static ValidatedResource Validate(JsonObject json) =>
        ResourceRules.Validate(FhirReader.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), FhirFormat.Json).Resource!, DateTimeOffset.UnixEpoch.AddYears(50));

    private static string Served(JsonObject json)
    {
        Assert.True(Validate(json).Try(out var resource, out var errors), string.Join('\n', errors));
        return Encoding.UTF8.GetString(resource.Write().WithVersion(3));
    }
}
