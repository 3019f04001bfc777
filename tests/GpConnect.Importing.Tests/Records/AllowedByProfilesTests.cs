using System.Text;
using System.Text.Json.Nodes;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Importing.Tests.Records;

/// <summary>Data that the profiles allow and published samples contain is imported; a served record still keeps every rule.</summary>
[Collection(ConsoleTests.Name)]
public sealed class AllowedByProfilesTests : IDisposable
{
    private const string OfficialNames = """[{"use":"official","family":"Former","period":{"end":"2001-01-01"}},{"use":"official","family":"Current","period":{"start":"2001"}}]""";
    private const string Spelling = "https://fhir.nhs.uk/CareConnect-NHSNumberVerificationStatus-1";
    private const string System = "https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1";

    private readonly CommandHarness harness = new();

    [Fact]
    [Requirement("IM-1")]
    public async Task A_clinician_without_an_SDS_user_id_is_imported_with_the_patients_that_refer_to_them()
    {
        var clinician = TestPractice.Practitioner();
        clinician.Remove("identifier");

        var output = await ImportAsync(clinician, TestPractice.Patient());

        Assert.Contains("completed: 1 × Practitioner.identifier: no SDS user id", output, StringComparison.Ordinal);
        Assert.Contains("5 read, 5 written, 0 unchanged, 0 rejected", output, StringComparison.Ordinal);
        Assert.DoesNotContain("identifier", await ServedAsync("Practitioner", "g"), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("IM-2")]
    public async Task A_name_that_is_text_only_is_served_as_the_family_name()
    {
        var clinician = TestPractice.Practitioner();
        clinician["name"] = JsonNode.Parse("""[{"text":"Dr Ann Bell"}]""");

        await ImportAsync(clinician);

        Assert.Contains("""
            "name":[{"family":"Dr Ann Bell"}]
            """.Trim(), await ServedAsync("Practitioner", "g"), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("IM-8")]
    public async Task A_registration_type_in_another_spelling_of_its_code_system_is_read()
    {
        const string Name = "CareConnect-RegistrationType-1";
        var patient = TestPractice.Patient();
        TestPractice.Details(patient)[0]!["valueCodeableConcept"]!["coding"]![0]!["system"] = $"https://fhir.nhs.uk/{Name}";

        var output = await ImportAsync(TestPractice.Practitioner(), patient);

        Assert.Contains("completed: 1 × Patient.extension[registrationDetails].registrationType uses another spelling", output, StringComparison.Ordinal);
        Assert.Contains($"\"system\":\"https://fhir.nhs.uk/STU3/CodeSystem/{Name}\",\"code\":\"R\"", await ServedAsync("Patient", "p"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OfficialNames)]
    [InlineData("""[{"use":"official","family":"Current"},{"use":"official","family":"Future","period":{"start":"2999"}}]""")]
    [Requirement("IM-3")]
    public async Task Of_several_official_names_the_current_one_is_served(string names)
    {
        var patient = TestPractice.Patient();
        patient["name"] = JsonNode.Parse(names);
        var clinician = TestPractice.Practitioner();
        clinician["name"] = JsonNode.Parse(names);

        await ImportAsync(clinician, patient);

        foreach (var served in new[] { await ServedAsync("Patient", "p"), await ServedAsync("Practitioner", "g") })
        {
            Assert.Contains("Current", served, StringComparison.Ordinal);
            Assert.DoesNotMatch("Former|Future", served);
        }
    }

    [Theory]
    [InlineData(Spelling, "01", true)]
    [InlineData(Spelling, "03", false)]
    [InlineData("https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1", "01", true)]
    [InlineData("http://example.org/status", "01", false)]
    [InlineData("http://example.org/status", "yes", false)]
    [Requirement("IM-4")]
    public async Task A_verification_status_counts_only_if_its_system_is_a_spelling_of_the_one_in_the_profile(string system, string code, bool isVerified)
    {
        var patient = TestPractice.Patient();
        TestPractice.Status(patient)["system"] = system;
        TestPractice.Status(patient)["code"] = code;

        Assert.Contains("0 rejected", await ImportAsync(TestPractice.Practitioner(), patient), StringComparison.Ordinal);

        var expected = system.EndsWith("Status-1", StringComparison.Ordinal) ? code : "02";
        Assert.Contains($"\"system\":\"{System}\",\"code\":\"{expected}\"", await ServedAsync("Patient", "p"), StringComparison.Ordinal);
        Assert.Equal(isVerified, (await harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!.Envelope.Verified is not null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Requirement("IM-5")]
    public async Task A_patient_without_a_branch_is_assigned_to_the_main_surgery(bool hasDetails)
    {
        var patient = TestPractice.Patient();
        TestPractice.Details(patient).RemoveAt(1);
        if (!hasDetails)
        {
            patient.Remove("extension");
        }

        var output = await ImportAsync(TestPractice.Practitioner(), patient);

        Assert.Contains("served as the practice's main surgery", output, StringComparison.Ordinal);
        Assert.Contains("\"preferredBranchSurgery\",\"valueReference\":{\"reference\":\"Location/l\"}", await ServedAsync("Patient", "p"), StringComparison.Ordinal);
        Assert.Null((await harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!.Envelope.Withheld);
    }

    [Theory]
    [InlineData("gone", true)]
    [InlineData("among several", false)]
    [Requirement("IM-5")]
    public async Task Without_a_main_surgery_only_a_sole_Location_takes_its_place(string main, bool isServed)
    {
        var organization = TestPractice.Organization();
        organization.Remove("extension");
        var patient = TestPractice.Patient();
        TestPractice.Details(patient).RemoveAt(1);
        JsonObject[] others = main == "gone" ? [] : [TestPractice.Location("m")];
        TestPractice.WriteTo(harness, patient);
        harness.Write("practice/structure.json", TestPractice.Bundle([organization, TestPractice.Location(), TestPractice.Practitioner(), .. others]).ToJsonString());

        var dry = await harness.RunAsync("import", Path.Combine(harness.Files, "practice"), "--dry-run");
        var real = await harness.RunAsync("import", Path.Combine(harness.Files, "practice"));

        Assert.Equal(isServed ? 0 : 1, real.Code);
        Assert.Equal(isServed, (await harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!.Envelope.IsServable(DateTimeOffset.UnixEpoch));
        foreach (var outcome in new[] { dry, real })
        {
            Assert.Equal(!isServed, outcome.Output.Contains("not served: ", StringComparison.Ordinal));
            Assert.Contains("0 rejected", outcome.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Requirement("IM-6")]
    public async Task A_patient_without_a_birth_date_is_kept_but_served_only_once_a_file_has_it()
    {
        var patient = TestPractice.Patient();
        patient.Remove("birthDate");
        patient.Remove("gender");

        var outcome = await harness.RunAsync("import", TestPractice.WriteTo(harness, patient));
        var withheld = (await harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!;
        await harness.DoAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient()));
        var served = (await harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!;

        Assert.Contains("not served: ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("line 1, column 1, Patient/p: Patient.birthDate is missing", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Code);
        Assert.False(withheld.Envelope.IsServable(DateTimeOffset.UnixEpoch));
        Assert.Contains("\"gender\":\"unknown\"", Encoding.UTF8.GetString(withheld.Body.Span), StringComparison.Ordinal);
        Assert.True(served.Envelope.IsServable(DateTimeOffset.UnixEpoch));
    }

    [Theory]
    [InlineData("json", "urn:uuid:")]
    [InlineData("xml", "urn:uuid:")]
    [InlineData("json", "https://example.org/fhir/")]
    [Requirement("IM-7")]
    public async Task Entries_of_a_Bundle_may_refer_to_each_other_by_their_fullUrl(string format, string prefix)
    {
        var uuids = Enumerable.Range(1, 4).Select(number => $"00000000-0000-4000-8000-00000000000{number}").ToList();
        var (organization, location, practitioner, patient) = (TestPractice.Organization(), TestPractice.Location(), TestPractice.Practitioner(), TestPractice.Patient());
        organization["extension"]![0]!["valueReference"]!["reference"] = prefix + uuids[1];
        location["managingOrganization"]!["reference"] = prefix + uuids[0];
        TestPractice.Details(patient)[1]!["valueReference"]!["reference"] = prefix + uuids[1];
        patient["generalPractitioner"]![0]!["reference"] = prefix + uuids[2];
        var bundle = TestPractice.Bundle(organization, location, practitioner, patient);
        foreach (var (entry, uuid) in bundle["entry"]!.AsArray().Zip(uuids))
        {
            entry!["fullUrl"] = prefix + uuid;
            if (prefix.StartsWith("urn:", StringComparison.Ordinal))
            {
                entry["resource"]!.AsObject().Remove("id");
            }
        }

        harness.Write("practice/practice.json", TestPractice.PracticeJson);
        harness.Write($"practice/all.{format}", format == "json" ? bundle.ToJsonString() : Xml(bundle));

        Assert.Contains("5 written, 0 unchanged, 0 rejected", await harness.DoAsync("import", Path.Combine(harness.Files, "practice")), StringComparison.Ordinal);
        Assert.Contains("5 unchanged, 0 rejected", await harness.DoAsync("import", Path.Combine(harness.Files, "practice")), StringComparison.Ordinal);
        var hasIds = !prefix.StartsWith("urn:", StringComparison.Ordinal);
        var served = await ServedAsync("Patient", hasIds ? "p" : uuids[3]);
        Assert.Contains($"Practitioner/{(hasIds ? "g" : uuids[2])}\"", served, StringComparison.Ordinal);
        Assert.Contains($"Location/{(hasIds ? "l" : uuids[1])}\"", served, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("IM-7")]
    public async Task A_fullUrl_shared_by_two_entries_resolves_to_neither()
    {
        TestPractice.WriteTo(harness);
        var patient = TestPractice.Patient();
        patient["generalPractitioner"]![0]!["reference"] = "urn:uuid:same";
        var bundle = TestPractice.Bundle(TestPractice.Practitioner("x"), TestPractice.Practitioner("y"), patient);
        foreach (var entry in bundle["entry"]!.AsArray().Take(2))
        {
            entry!["fullUrl"] = "urn:uuid:same";
        }

        harness.Write("practice/bundle.json", bundle.ToJsonString());

        var outcome = await harness.RunAsync("import", Path.Combine(harness.Files, "practice"));

        Assert.Contains("Patient.generalPractitioner is not a relative reference", outcome.Output, StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private async Task<string> ImportAsync(JsonObject clinician, params JsonObject[] patients)
    {
        TestPractice.WriteTo(harness, patients);
        harness.Write("practice/structure.json", TestPractice.Bundle(TestPractice.Organization(), TestPractice.Location(), clinician).ToJsonString());
        return await harness.DoAsync("import", Path.Combine(harness.Files, "practice"));
    }

    private async Task<string> ServedAsync(string type, string id) =>
        Encoding.UTF8.GetString((await harness.ReadAsync(TestPractice.Ods, type, id))!.Body.Span);

    private static string Xml(JsonObject bundle)
    {
        var entries = bundle["entry"]!.AsArray().Select(entry =>
        {
            var resource = FhirReader.Read(Encoding.UTF8.GetBytes(entry!["resource"]!.ToJsonString()), FhirFormat.Json).Resource!;
            var xml = Encoding.UTF8.GetString(FhirWriter.WriteXml(resource));
            return $"<entry><fullUrl value=\"{entry["fullUrl"]}\"/><resource>{xml[(xml.IndexOf("?>", StringComparison.Ordinal) + 2)..]}</resource></entry>";
        });
        return $"<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"collection\"/>{string.Concat(entries)}</Bundle>";
    }
}
