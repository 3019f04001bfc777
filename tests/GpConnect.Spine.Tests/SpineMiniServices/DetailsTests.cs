using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;
using GpConnect.Testing.SpineMiniServices;

namespace GpConnect.Spine.Tests.SpineMiniServices;

/// <summary>The mapping of a person's details (spine-clients.md §2.3).</summary>
public sealed class DetailsTests(SmspFixture fixture) : IClassFixture<SmspFixture>
{
    private const string NotVerified = "The demographics do not verify the NHS number on PDS";

    [CertificateFact]
    [Requirement("SM-20")]
    public async Task Details_supply_the_elements_that_were_not_submitted()
    {
        var person = fixture.Service.Knows(Bare(Person.New()));

        var patient = await fixture.Provider.RegisterAsync(person);

        Assert.Equal("female", (string?)patient["gender"]);
        Assert.Equal("""["Ms"]""", patient["name"]![0]!["prefix"]!.ToJsonString());
        Assert.Equal(
            """{"use":"home","line":["1 Spine Street"],"city":"Leeds","district":"West Yorkshire","postalCode":"LS1 1AA"}""",
            Assert.Single(patient["address"]!.AsArray())!.ToJsonString());
        Assert.Equal(["01632960999", "ewelina@example.org"], patient["telecom"]!.AsArray().Select(telecom => (string?)telecom!["value"]));
    }

    [CertificateTheory]
    [Case("SM-20", "0", "unknown")]
    [Case("SM-20", "1", "male")]
    [Case("SM-20", "2", "female")]
    [Case("SM-20", "9", "other")]
    public async Task A_gender_code_becomes_a_gender_of_FHIR(string id, string code, string gender)
    {
        Assert.NotEmpty(id);

        var patient = (await RegisterAsync("GenderCode code=\"2\"", $"GenderCode code=\"{code}\"")).Registers();

        Assert.Equal(gender, (string?)patient["gender"]);
    }

    [CertificateTheory]
    [Case("SM-20", "1 Spine Street", "1 Spine\n\u009f Street\t")]
    [Case("SM-20", "<patientPerson", "<unheardOf><id root=\"2.16.840.1.113883.2.1.4.1\" extension=\"0\"/></unheardOf><patientPerson")]
    public async Task Blanks_and_unknown_elements_are_ignored(string id, string original, string replacement)
    {
        Assert.NotEmpty(id);

        var patient = (await RegisterAsync(original, replacement)).Registers();

        Assert.Equal("""["1 Spine Street"]""", patient["address"]![0]!["line"]!.ToJsonString());
    }

    [CertificateTheory]
    [Case("SM-21", "2010")]
    [Case("SM-21", "201002")]
    [Case("SM-21", "20100203")]
    [Case("SM-21", "20100203101500+0000")]
    public async Task A_date_of_death_in_any_form_means_that_the_person_has_died(string id, string value)
    {
        Assert.NotEmpty(id);

        (await RegisterAsync("<gPPractice", $"<deceasedTime value=\"{value}\"/><gPPractice"))
            .Fails(400, "INVALID_PATIENT_DEMOGRAPHICS", "The person is recorded as deceased");
    }

    [CertificateTheory]
    [Case("SM-21", "<deceasedTime/><deceasedTime value=\"2010\"/>")]
    [Case("SM-21", "<deceasedTime value=\"2010\"/><deceasedTime/>")]
    [Case("SM-21", "<deceasedTime value=\"29990101\"/>")]
    [Case("SM-21", "<deceasedInd value=\"true\"/>")]
    [Case("SM-21", "<deceasedInd value=\"true\"/><deceasedTime nullFlavor=\"UNK\"/>")]
    public async Task Any_mark_of_death_means_that_the_person_has_died(string id, string elements)
    {
        Assert.NotEmpty(id);

        (await RegisterAsync("<gPPractice", $"{elements}<gPPractice")).Fails(400, "INVALID_PATIENT_DEMOGRAPHICS", "The person is recorded as deceased");
    }

    [CertificateTheory]
    [Case("SM-21", "<deceasedInd value=\"false\"/>", true)]
    [Case("SM-21", "<deceasedTime nullFlavor=\"NI\"/>", true)]
    [Case("SM-21", "<deceasedTime nullFlavor=\"UNK\"/>", false)]
    [Case("SM-21", "<deceasedTime/><deceasedTime value=\"yes\"/>", false)]
    [Case("SM-21", "<deceasedTime/>", true)]
    [Case("SM-21", "<deceasedTime value=\"\"/>", true)]
    [Case("SM-21", "<deceasedTime value=\"yes\"/>", false)]
    [Case("SM-21", "<deceasedTime value=\"20109999\"/>", false)]
    public async Task A_blank_death_is_ignored_and_an_unreadable_one_stops_the_registration(string id, string element, bool isAlive)
    {
        Assert.NotEmpty(id);

        var response = await RegisterAsync("<gPPractice", $"{element}<gPPractice");

        Assert.Equal(isAlive ? 200 : 500, response.Status);
    }

    [CertificateTheory]
    [Case("SM-22", "19841102", 200)]
    [Case("SM-22", "198411", 200)]
    [Case("SM-22", "1984", 400)]
    [Case("SM-22", "", 400)]
    [Case("SM-22", "in 1984", 400)]
    public async Task A_partial_birth_date_verifies_by_its_parts_and_the_name(string id, string value, int status)
    {
        Assert.NotEmpty(id);

        Assert.Equal(status, (await RegisterAsync("birthTime value=\"19841102\"", $"birthTime value=\"{value}\"")).Status);
    }

    [CertificateFact]
    [Requirement("SM-23")]
    public async Task Details_without_address_telecom_and_practice_are_those_of_a_sensitive_record()
    {
        var person = Person.New();
        fixture.Service.Answer(person.NhsNumber, new Answer { Patient = Details.Shown(person.Pds with { IsSensitive = true }) }.Reply);

        var response = (await fixture.Provider.SendAsync(person.Register())).Fails(400, "INVALID_PATIENT_DEMOGRAPHICS");

        Assert.Equal(NotVerified, response.Diagnostics);
    }

    [CertificateTheory]
    [Case("SM-23", "<addr use=\"TMP\"><postalCode>LS9 9ZZ</postalCode></addr>")]
    [Case("SM-23", "<telecom use=\"H\" value=\"tel:01632960998\"/>")]
    [Case("SM-23", "")]
    public async Task Details_with_an_address_telecom_or_practice_are_not_those_of_a_sensitive_record(string id, string element)
    {
        Assert.NotEmpty(id);
        var person = Person.New();
        var restricted = Details.Shown(person.Pds with { IsSensitive = true });
        var practice = element.Length == 0 ? restricted.Replace("extension=\"\"", "extension=\"X12345\"", StringComparison.Ordinal) : restricted;
        var patient = practice.Replace("<patientPerson", $"{element}<patientPerson", StringComparison.Ordinal);
        fixture.Service.Answer(person.NhsNumber, new Answer { Patient = patient }.Reply);

        await fixture.Provider.RegisterAsync(person);
    }

    [CertificateTheory]
    [Case("SM-24", "")]
    [Case("SM-24", "9000000008")]
    [Case("SM-24", "90000000091")]
    public async Task Details_without_a_valid_NHS_number_are_malformed(string id, string number)
    {
        Assert.NotEmpty(id);
        var person = Person.New();
        var patient = Details.Of(person.Pds).Replace($"extension=\"{person.NhsNumber}\"", $"extension=\"{number}\"", StringComparison.Ordinal);
        fixture.Service.Answer(person.NhsNumber, new Answer { Patient = patient }.Reply);

        (await fixture.Provider.SendAsync(person.Register())).Fails(500, "INTERNAL_SERVER_ERROR");
    }

    private static Person Bare(Person person)
    {
        foreach (var element in new[] { "gender", "telecom", "address" })
        {
            person.Patient.Remove(element);
        }

        person.Name.Remove("prefix");
        return person;
    }

    /// <summary>Registers a person with only the mandatory elements, after one text of the details is replaced by another.</summary>
    private async Task<ApiResponse> RegisterAsync(string original, string replacement)
    {
        var person = Bare(Person.New());
        var details = Details.Of(person.Pds);
        Assert.Contains(original, details, StringComparison.Ordinal);
        fixture.Service.Answer(person.NhsNumber, new Answer { Patient = details.Replace(original, replacement, StringComparison.Ordinal) }.Reply);
        return await fixture.Provider.SendAsync(person.Register());
    }
}
