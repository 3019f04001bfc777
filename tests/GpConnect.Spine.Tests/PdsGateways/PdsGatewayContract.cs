using GpConnect.Foundations.Pds;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Spine.Tests.PdsGateways;

/// <summary>
/// The answers to a caller, which are the same for every gateway to PDS: the rows of register-patient.md §6, by a registration
/// and by a search that has to verify first. Each gateway has a derived class, which starts it.
/// </summary>
public abstract class PdsGatewayContract
{
    private const string Unverified = "unverified-agrees";

    private const string NotOnPds = "unverified-not-on-pds";

    /// <summary>A provider whose PDS is reached through the gateway; the derived class disposes of it.</summary>
    private protected abstract RunningProvider Provider { get; }

    [SkippableTheory]
    [Case("PG-1", "verified by birth date")]
    [Case("PG-1", "verified by names")]
    public async Task A_person_whom_PDS_confirms_is_registered(string id, string row)
    {
        Assert.NotEmpty(id);
        var person = Person.New();
        await HoldAsync(person.NhsNumber, Row(row, person.Pds));

        var registered = await Provider.RegisterAsync(person);

        Assert.Equal(person.NhsNumber, (string?)registered["identifier"]![0]!["value"]);
        Assert.Equal(registered.ToJsonString(), Assert.Single((await Provider.SendAsync(person.Search())).Finds(1)).ToJsonString());
    }

    [SkippableTheory]
    [Case("PG-2", "N\u00FA\u00F1ez", "Nu\u0301n\u0303ez")]
    [Case("PG-2", "Nu\u0301n\u0303ez", "N\u00FA\u00F1ez")]
    public async Task A_composed_name_matches_its_decomposed_form(string id, string here, string there)
    {
        Assert.NotEmpty(id);
        var person = Person.New();
        person.Name["family"] = here;
        await HoldAsync(person.NhsNumber, person.Pds with { BirthDate = "1984-11-20", Family = there });

        await Provider.RegisterAsync(person);
    }

    [SkippableTheory]
    [Case("PG-1", "not found", "INVALID_PATIENT_DEMOGRAPHICS")]
    [Case("PG-1", "not verified", "INVALID_PATIENT_DEMOGRAPHICS")]
    [Case("PG-1", "deceased", "INVALID_PATIENT_DEMOGRAPHICS")]
    [Case("PG-1", "sensitive", "INVALID_PATIENT_DEMOGRAPHICS")]
    [Case("PG-1", "sensitive and deceased", "INVALID_PATIENT_DEMOGRAPHICS")]
    [Case("PG-1", "superseded", "INVALID_NHS_NUMBER")]
    [Case("PG-1", "superseded and not verified", "INVALID_NHS_NUMBER")]
    [Case("PG-1", "invalid", "INVALID_NHS_NUMBER")]
    public async Task A_person_whom_PDS_does_not_confirm_is_not_registered(string id, string row, string code)
    {
        Assert.NotEmpty(id);
        var person = Person.New();
        if (row != "not found")
        {
            await HoldAsync(person.NhsNumber, Row(row, person.Pds));
        }

        var before = Provider.Fingerprint();

        var refusal = (await Provider.SendAsync(person.Register())).Fails(400, code);

        Assert.Equal(before, Provider.Fingerprint());
        Assert.Equal(
            row is "not verified" or "sensitive" or "sensitive and deceased",
            refusal.Diagnostics == "The demographics do not verify the NHS number on PDS");
    }

    [SkippableTheory]
    [Case("PG-1", "verified by birth date", 1)]
    [Case("PG-1", "verified by names", 1)]
    [Case("PG-1", "not found", 0)]
    [Case("PG-1", "not verified", 0)]
    [Case("PG-1", "deceased", 0)]
    [Case("PG-1", "sensitive", 0)]
    [Case("PG-1", "superseded", 0)]
    [Case("PG-1", "invalid", 0)]
    public async Task A_search_returns_a_patient_once_PDS_confirms_them(string id, string row, int found)
    {
        Assert.NotEmpty(id);
        var patient = row == "not found" ? NotOnPds : Unverified;
        var number = SampleData.NhsNumbers[patient];
        if (row != "not found")
        {
            await HoldAsync(number, Row(row, new PdsRecord { NhsNumber = number, BirthDate = "1976-04-09", Family = "Okonjo-Reed", Given = ["Temperance"], Gender = "female" }));
        }

        var before = Provider.Fingerprint();

        (await Provider.SendAsync(ApiRequest.SearchPatient(number))).Finds(found);

        Assert.Equal(found == 0, before == Provider.Fingerprint());
        Assert.Equal(found == 0 ? 404 : 200, (await Provider.SendAsync(ApiRequest.Read("Patient", patient))).Status);
    }

    [SkippableFact]
    [Requirement("TX-6")]
    public async Task Text_that_is_too_long_to_be_served_counts_as_missing()
    {
        var person = Person.New();
        person.Patient.Remove("address");
        person.Patient.Remove("telecom");
        person.Name.Remove("prefix");
        var tooLong = new string('a', 256);
        await HoldAsync(person.NhsNumber, person.Pds with { Address = person.Pds.Address! with { Lines = [tooLong] }, Prefix = [tooLong], Phone = tooLong });

        var patient = await Provider.RegisterAsync(person);

        Assert.Null(patient["address"]);
        Assert.Null(patient["name"]![0]!["prefix"]);
        Assert.Equal("ewelina@example.org", (string?)Assert.Single(patient["telecom"]!.AsArray())!["value"]);
    }

    [SkippableFact]
    [Requirement("PG-1")]
    public async Task Without_PDS_nothing_is_stored_and_the_caller_gets_an_error()
    {
        var person = Person.New();
        await HoldAsync(person.NhsNumber, person.Pds);
        await BreakPdsAsync();
        var before = Provider.Fingerprint();

        (await Provider.SendAsync(person.Register())).Fails(500, "INTERNAL_SERVER_ERROR");
        (await Provider.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers[Unverified]))).Fails(500, "INTERNAL_SERVER_ERROR");
        (await Provider.SendAsync(ApiRequest.SearchPatient(SampleData.Patient1))).Finds(1);

        Assert.Equal(before, Provider.Fingerprint());
    }

    /// <summary>Lets PDS hold a record under a number; a superseded record carries another number.</summary>
    private protected abstract Task HoldAsync(string nhsNumber, PdsRecord record);

    /// <summary>Makes PDS unavailable.</summary>
    private protected abstract Task BreakPdsAsync();

    private static PdsRecord Row(string row, PdsRecord record) => row switch
    {
        "verified by birth date" => record with { Family = "Abernathy", Given = ["Quentin"] },
        "verified by names" => record with { BirthDate = record.BirthDate![..8] + "20", Family = record.Family![..3] + "xyz", Given = [record.Given[0][..1]] },
        "not verified" => record with { BirthDate = record.BirthDate![..8] + "20", Family = "Abernathy" },
        "deceased" => record with { DeathDate = "2020-02-02" },
        "sensitive" => record with { IsSensitive = true },
        "sensitive and deceased" => record with { IsSensitive = true, DeathDate = "2020-02-02" },
        "superseded" => record with { NhsNumber = "9990001030", IsSuperseded = true, SupersededBy = "9990001030" },
        "superseded and not verified" => record with { NhsNumber = "9990001030", IsSuperseded = true, SupersededBy = "9990001030", BirthDate = "1901-01-01" },
        "invalid" => record with { IsInvalid = true },
        _ => throw new ArgumentOutOfRangeException(nameof(row)),
    };
}
