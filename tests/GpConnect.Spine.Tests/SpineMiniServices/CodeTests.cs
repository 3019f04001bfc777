using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;
using GpConnect.Testing.SpineMiniServices;

namespace GpConnect.Spine.Tests.SpineMiniServices;

/// <summary>The effect of each response code of the Spine Mini Services on a registration and on a search.</summary>
public sealed class CodeTests(SmspFixture fixture) : IClassFixture<SmspFixture>
{
    private const string Unverified = "unverified-disagrees";

    [CertificateTheory]
    [Case("SM-11", "DEMOG-0001", Answer.PdsCodes, "400 INVALID_PATIENT_DEMOGRAPHICS")]
    [Case("SM-11", "DEMOG-0001", Answer.GenericCodes, "400 INVALID_PATIENT_DEMOGRAPHICS")]
    [Case("SM-11", "DEMOG-0007", Answer.PdsCodes, "400 INVALID_PATIENT_DEMOGRAPHICS")]
    [Case("SM-12", "DEMOG-0017", Answer.PdsCodes, "400 INVALID_NHS_NUMBER")]
    [Case("SM-12", "DEMOG-0022", Answer.PdsCodes, "400 INVALID_NHS_NUMBER")]
    [Case("SM-12", "DEMOG-0022", Answer.GenericCodes, "400 INVALID_NHS_NUMBER")]
    [Case("SM-12", "DEMOG-0042", Answer.PdsCodes, "400 INVALID_NHS_NUMBER")]
    [Case("SM-13", "DEMOG-0040", Answer.PdsCodes, "400 INVALID_PATIENT_DEMOGRAPHICS")]
    [Case("SM-14", "DEMOG-9999", Answer.PdsCodes, "500 INTERNAL_SERVER_ERROR")]
    [Case("SM-14", "SMSP-0001", Answer.PdsCodes, "500 INTERNAL_SERVER_ERROR")]
    [Case("SM-14", "SMSP-0002", Answer.PdsCodes, "500 INTERNAL_SERVER_ERROR")]
    [Case("SM-14", "SMSP-0004", Answer.GenericCodes, "500 INTERNAL_SERVER_ERROR")]
    [Case("SM-14", "SMSP-0005", Answer.GenericCodes, "500 INTERNAL_SERVER_ERROR")]
    [Case("SM-14", "SMSP-9999", Answer.GenericCodes, "500 INTERNAL_SERVER_ERROR")]
    [Case("SM-14", "SEC-0001", Answer.PdsCodes, "500 INTERNAL_SERVER_ERROR")]
    [Case("SM-14", "SMSP-0000", Answer.PdsCodes, "500 INTERNAL_SERVER_ERROR")]
    [Case("SM-14", "DEMOG-0001", "2.16.840.1.113883.2.1.3.2.4.17.1", "500 INTERNAL_SERVER_ERROR")]
    public async Task A_code_without_details_has_one_meaning(string id, string code, string codeSystem, string expected)
    {
        Assert.NotEmpty(id);
        Reply reply = new Answer { Code = code, CodeSystem = codeSystem }.Reply;
        foreach (var provider in new[] { fixture.Provider, fixture.Cautious })
        {
            await RefusesAsync(provider, Person.New(), reply, expected);
            await HidesAsync(provider, reply, isError: expected[0] == '5');
        }
    }

    [CertificateFact]
    [Requirement("SM-15")]
    public async Task An_answer_from_a_local_store_verifies_no_one()
    {
        var person = Person.New();

        await RefusesAsync(fixture.Provider, person, new Answer { Code = "SMSP-0003", Patient = Details.Of(person.Pds) }.Reply, "500 INTERNAL_SERVER_ERROR");
    }

    [CertificateTheory]
    [Case("SM-12", "DEMOG-0017")]
    [Case("SM-12", "SMSP-0000")]
    public async Task Details_of_another_number_mean_that_the_number_is_superseded(string id, string code)
    {
        Assert.NotEmpty(id);
        var (person, successor) = (Person.New(), Person.New());
        Reply reply = new Answer { Code = code, Patient = Details.Of(successor.Pds) }.Reply;

        await RefusesAsync(fixture.Provider, person, reply, "400 INVALID_NHS_NUMBER");
        await RefusesAsync(fixture.Cautious, person, reply, "400 INVALID_NHS_NUMBER");
    }

    [CertificateTheory]
    [Case("SM-16", "soap", "itk", "")]
    [Case("SM-16", "SOAP-ENV", "ns3", "hl7")]
    public async Task Success_registers_with_any_namespace_prefixes(string id, string soap, string itk, string hl7)
    {
        Assert.NotEmpty(id);
        foreach (var codeSystem in new[] { Answer.PdsCodes, Answer.GenericCodes })
        {
            var person = Person.New();
            var answer = new Answer { CodeSystem = codeSystem, Prefixes = (soap, itk, hl7), Patient = Details.Of(person.Pds) };
            fixture.Service.Answer(person.NhsNumber, answer.Reply);

            await fixture.Provider.RegisterAsync(person);
        }
    }

    [CertificateFact]
    [Requirement("SM-16")]
    public async Task Success_verifies_a_patient_in_a_search()
    {
        var person = Person.With(SampleData.NhsNumbers["unverified-agrees"]);
        person.Pds = person.Pds with { BirthDate = "1976-04-09", Family = "OKONJO-REED", Given = ["TEMPERANCE"] };
        fixture.Service.Knows(person);

        (await fixture.Cautious.SendAsync(person.Search())).Fails(500, "INTERNAL_SERVER_ERROR", "PDS");
        var found = Assert.Single((await fixture.Provider.SendAsync(person.Search())).Finds(1));

        Assert.Equal("2", (string?)found["meta"]!["versionId"]);
    }

    [CertificateFact]
    [Requirement("SM-17")]
    public async Task No_one_is_accepted_while_a_sensitive_record_cannot_be_recognised()
    {
        var person = fixture.Service.Knows(Person.New());
        var before = fixture.Cautious.Fingerprint();

        (await fixture.Cautious.SendAsync(person.Register())).Fails(500, "INTERNAL_SERVER_ERROR", "PDS is unavailable");

        Assert.Equal(before, fixture.Cautious.Fingerprint());
    }

    [CertificateTheory]
    [Case("SM-18", true)]
    [Case("SM-18", false)]
    public async Task A_deceased_person_is_refused_whether_or_not_an_unknown_sensitivity_is_accepted(string id, bool isAccepting)
    {
        Assert.NotEmpty(id);
        var person = Person.New();
        person.Pds = person.Pds with { DeathDate = "2019-05-06" };
        fixture.Service.Knows(person);

        (await (isAccepting ? fixture.Provider : fixture.Cautious).SendAsync(person.Register()))
            .Fails(400, "INVALID_PATIENT_DEMOGRAPHICS", "The person is recorded as deceased");
    }

    private async Task RefusesAsync(RunningProvider provider, Person person, Reply reply, string expected)
    {
        fixture.Service.Answer(person.NhsNumber, reply);
        var before = provider.Fingerprint();

        var response = await provider.SendAsync(person.Register());

        Assert.Equal(expected, $"{response.Status} {response.SpineCode}");
        Assert.Equal(before, provider.Fingerprint());
    }

    private async Task HidesAsync(RunningProvider provider, Reply reply, bool isError)
    {
        var nhsNumber = SampleData.NhsNumbers[Unverified];
        fixture.Service.Answer(nhsNumber, reply);

        var response = await provider.SendAsync(ApiRequest.SearchPatient(nhsNumber));

        if (isError)
        {
            response.Fails(500, "INTERNAL_SERVER_ERROR", "PDS");
        }
        else
        {
            response.Finds(0);
        }
    }
}
