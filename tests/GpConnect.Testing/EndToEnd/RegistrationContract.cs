using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Records;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Testing.EndToEnd;

/// <summary>How PDS and the practice's own records decide a registration, what is stored and what is answered.</summary>
public abstract class RegistrationContract(ProviderFixture fixture)
{
    private const string NotVerified = "The demographics do not verify the NHS number on PDS";

    /// <summary>The address of a <see cref="Person"/> as a registration takes it from PDS.</summary>
    private protected virtual string AddressOnPds =>
        """{"use":"home","line":["1 Spine Street"],"city":"Leeds","district":"West Yorkshire","postalCode":"LS1 1AA"}""";

    private RunningProvider Provider => fixture.Provider;

    [SkippableTheory]
    [Formats]
    [Requirement("RG-70")]
    public async Task A_person_unknown_to_PDS_is_refused(FhirFormat format) =>
        (await SendUnchangedAsync(Person.New().Register(format))).Fails(400, "INVALID_PATIENT_DEMOGRAPHICS");

    [SkippableTheory]
    [FormatCase("RG-71", "birth date and name", 400, "INVALID_PATIENT_DEMOGRAPHICS")]
    [FormatCase("RG-71", "two parts of the birth date", 400, "INVALID_PATIENT_DEMOGRAPHICS")]
    [FormatCase("RG-71", "day and family", 400, "INVALID_PATIENT_DEMOGRAPHICS")]
    [FormatCase("RG-71", "day and given", 400, "INVALID_PATIENT_DEMOGRAPHICS")]
    [FormatCase("RG-72", "deceased", 400, "INVALID_PATIENT_DEMOGRAPHICS")]
    [FormatCase("RG-73", "sensitive", 400, "INVALID_PATIENT_DEMOGRAPHICS")]
    [FormatCase("RG-73", "sensitive and deceased", 400, "INVALID_PATIENT_DEMOGRAPHICS")]
    [FormatCase("RG-74", "superseded", 400, "INVALID_NHS_NUMBER")]
    [FormatCase("RG-74", "superseded and not verified", 400, "INVALID_NHS_NUMBER")]
    [FormatCase("RG-74", "superseded and sensitive", 400, "INVALID_NHS_NUMBER")]
    [FormatCase("RG-74", "invalid", 400, "INVALID_NHS_NUMBER")]
    [FormatCase("RG-74", "invalid and deceased", 400, "INVALID_NHS_NUMBER")]
    [FormatCase("RG-74", "another number now", 400, "INVALID_NHS_NUMBER")]
    public async Task A_person_whose_PDS_record_forbids_it_is_refused(string id, FhirFormat format, string error, int status, string code)
    {
        Assert.NotEmpty(id);
        var person = Person.New();
        await SaveToPdsAsync(person.NhsNumber, ChangeToken(person.Pds, error));

        var response = (await SendUnchangedAsync(person.Register(format))).Fails(status, code);

        Assert.Equal(id == "RG-71" || id == "RG-73", response.Diagnostics == NotVerified);
    }

    [SkippableTheory]
    [Case("RG-76", "1984-11-20", "Nowakowski", "Ewelina")]
    [Case("RG-76", "1984-11-03", "NOWAK", "E")]
    [Case("RG-76", "1984-10-02", "  nowa", "Eve")]
    [Case("RG-76", "1948-11-02", "Nowell", "Edward")]
    [Case("RG-76", "1984-11-02", "Abernathy", "Quentin")]
    public async Task A_person_who_differs_slightly_from_PDS_is_accepted(string id, string birthDate, string family, string given)
    {
        Assert.NotEmpty(id);
        var person = Person.New();
        person.Pds = person.Pds with { BirthDate = birthDate, Family = family, Given = [given] };
        await Provider.AddToPdsAsync(person);

        (await SendAsync(person.Register())).Registers();
    }

    [SkippableTheory]
    [Formats]
    [Requirement("RG-80")]
    [Requirement("RG-110")]
    [Requirement("RG-111")]
    [Requirement("RG-112")]
    [Requirement("RG-113")]
    [Requirement("RG-114")]
    [Requirement("RG-115")]
    [Requirement("RG-116")]
    [Requirement("RG-117")]
    public async Task A_new_person_becomes_a_temporary_patient(FhirFormat format)
    {
        var person = await Provider.NewPersonAsync();
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        var response = await SendAsync(person.Register(format));
        var patient = response.Registers();

        Assert.Null(response.Header("Location"));
        Assert.Equal(["https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-Searchset-Bundle-1"], response.Json!["meta"]!["profile"]!.AsArray().Select(profile => (string?)profile));
        Assert.Equal("1", (string?)patient["meta"]!["versionId"]);
        Assert.Equal(person.NhsNumber, (string?)patient["identifier"]![0]!["value"]);
        Assert.True(JsonNode.DeepEquals(person.Name, patient["name"]![0]));
        Assert.Equal("1984-11-02", (string?)patient["birthDate"]);
        Assert.Equal("female", (string?)patient["gender"]);
        Assert.Equal("Organization/7", (string?)patient["managingOrganization"]!["reference"]);
        Assert.Null(patient["contact"]);
        Assert.True(JsonNode.DeepEquals(person.Patient["extension"]![0], Assert.Single(ResourceRules.Communications(patient))));
        Assert.All(person.Telecom, sent => Assert.Contains(patient["telecom"]!.AsArray(), held => Text(held!, "value", "use", "system") == Text(sent!, "value", "use", "system")));
        Assert.All(person.Address, sent => Assert.Contains(patient["address"]!.AsArray(), held => Text(held!, "use", "city", "postalCode") == Text(sent!, "use", "city", "postalCode")));

        var details = ResourceRules.RegistrationDetails(patient);
        var type = ResourceRules.Part(details, "registrationType")!["valueCodeableConcept"]!["coding"]![0]!;
        Assert.Equal("https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-RegistrationType-1 T Temporary", Text(type, "system", "code", "display"));
        var (start, end) = Period(patient);
        Assert.InRange(start, before, TimeProvider.System.GetUtcNow());
        Assert.Equal(TimeSpan.FromDays(90), end - start);
    }

    [SkippableTheory]
    [Formats]
    [Requirement("RG-103")]
    public async Task A_registered_patient_is_found_and_read_at_once(FhirFormat format)
    {
        var person = await Provider.NewPersonAsync();
        var registered = (await SendAsync(person.Register(format))).Registers();
        var found = Assert.Single((await SendAsync(person.Search().As(format))).Finds(1));
        var read = (await SendAsync(ApiRequest.Read("Patient", (string)registered["id"]!).As(format))).Succeeds();

        Assert.Equal(registered.ToJsonString(), found.ToJsonString());
        Assert.Equal(registered.ToJsonString(), read.ToJsonString());
    }

    [SkippableTheory]
    [FormatCase("RG-81", "1")]
    [FormatCase("RG-81", "running-temporary")]
    [FormatCase("RG-81", "15")]
    [FormatCase("RG-87", "unverified-agrees-partly")]
    public async Task An_active_patient_is_a_duplicate(string id, FhirFormat format, string patient)
    {
        Assert.NotEmpty(id);
        var person = await Provider.AddToPdsAsync(Known(patient));

        (await SendUnchangedAsync(person.Register(format))).Fails(409, "DUPLICATE_REJECTED");
    }

    [SkippableTheory]
    [Formats]
    [Requirement("RG-82")]
    public async Task A_second_registration_is_a_duplicate(FhirFormat format)
    {
        var person = await Provider.NewPersonAsync();
        await Provider.RegisterAsync(person);

        (await SendUnchangedAsync(person.Register(format))).Fails(409, "DUPLICATE_REJECTED");
    }

    [SkippableTheory]
    [FormatCase("RG-84", "18", "INVALID_PATIENT_DEMOGRAPHICS")]
    [FormatCase("RG-85", "9", "INVALID_PATIENT_DEMOGRAPHICS")]
    [FormatCase("RG-86", "unverified-disagrees", "INVALID_PATIENT_DEMOGRAPHICS")]
    public async Task A_local_record_can_forbid_a_registration(string id, FhirFormat format, string patient, string code)
    {
        Assert.NotEmpty(id);

        // The PDS record allows the registration, so the refusal comes from the local record.
        var person = await Provider.AddToPdsAsync(Known(patient));

        var response = (await SendUnchangedAsync(person.Register(format))).Fails(400, code);

        Assert.Equal(patient != "18", response.Diagnostics == NotVerified);
    }

    [SkippableTheory]
    [Case("RG-83", "lapsed-temporary", FhirFormat.Json)]
    [Case("RG-83", "lapsed-temporary-plain", FhirFormat.Xml)]
    [Case("RG-83", "inactive-regular", FhirFormat.Json)]
    [Case("RG-83", "21", FhirFormat.Xml)]
    [Case("RG-83 RG-104", "lapsed-temporary-full", FhirFormat.Json)]
    public async Task A_lapsed_record_is_reactivated(string id, string patient, FhirFormat format)
    {
        Assert.NotEmpty(id);
        var person = Known(patient);
        if (patient == "lapsed-temporary-full")
        {
            person.Pds = person.Pds with { BirthDate = "1955-10-11" };
            person.Patient["birthDate"] = "1955-10-11";
            person.Patient.Remove("extension");
        }

        await Provider.AddToPdsAsync(person);

        var registered = (await SendAsync(person.Register(format))).Registers();

        Assert.Equal(patient, (string?)registered["id"]);
        Assert.Equal("2", (string?)registered["meta"]!["versionId"]);
        Assert.Equal("T", (string?)ResourceRules.Part(ResourceRules.RegistrationDetails(registered), "registrationType")!["valueCodeableConcept"]!["coding"]![0]!["code"]);
        Assert.Equal("Nowakowski", (string?)registered["name"]![0]!["family"]);
        (await SendAsync(ApiRequest.Read("Patient", patient))).Succeeds();
        Assert.Equal(patient, (string?)Assert.Single((await SendAsync(person.Search())).Finds(1))["id"]);
        (await SendUnchangedAsync(person.Register(format))).Fails(409, "DUPLICATE_REJECTED");
        if (patient == "lapsed-temporary-full")
        {
            Assert.NotNull(registered["contact"]);
            Assert.NotNull(ResourceRules.Part(ResourceRules.RegistrationDetails(registered), "preferredBranchSurgery"));
            Assert.Single(ResourceRules.Communications(registered));
        }
    }

    [SkippableTheory]
    [Formats]
    [Requirement("RG-106")]
    public async Task Nothing_is_taken_over_from_a_lapsed_record_of_another_person(FhirFormat format)
    {
        await using var provider = await RunningProvider.StartAsync();
        var person = await provider.AddToPdsAsync(Known("lapsed-temporary-full"));
        person.Patient.Remove("extension");

        var registered = (await provider.SendAsync(person.Register(format))).Registers();

        Assert.Equal("lapsed-temporary-full", (string?)registered["id"]);
        Assert.Null(registered["contact"]);
        Assert.Null(ResourceRules.Part(ResourceRules.RegistrationDetails(registered), "preferredBranchSurgery"));
        Assert.Empty(ResourceRules.Communications(registered));
    }

    [SkippableTheory]
    [Formats]
    [Requirement("RG-89")]
    public async Task A_number_with_only_a_merged_record_gets_a_new_patient(FhirFormat format)
    {
        await using var provider = await RunningProvider.StartAsync();
        var person = await provider.AddToPdsAsync(Known("12"));

        var registered = (await provider.SendAsync(person.Register(format))).Registers();

        Assert.NotEqual("12", (string?)registered["id"]);
        Assert.Equal((string?)registered["id"], (string?)Assert.Single((await provider.SendAsync(person.Search())).Finds(1))["id"]);
    }

    [SkippableFact]
    [Requirement("RG-88")]
    [Requirement("PS-9")]
    public async Task The_survivor_of_merged_records_is_reactivated_and_found()
    {
        var person = await Provider.NewPersonAsync();
        var survivor = (string)(await Provider.RegisterAsync(person))["id"]!;
        await ChangeAsync(survivor, envelope => envelope with { ActiveUntil = DateTimeOffset.UnixEpoch });
        await AddCopyAsync(survivor, "merged-away", person, envelope => envelope with { ActiveUntil = null, SupersededBy = survivor });

        var registered = await Provider.RegisterAsync(person);

        Assert.Equal(survivor, (string?)registered["id"]);
        Assert.Equal(survivor, (string?)Assert.Single((await SendAsync(person.Search())).Finds(1))["id"]);
        (await SendAsync(ApiRequest.Read("Patient", "merged-away"))).Fails(404, "PATIENT_NOT_FOUND");
    }

    [SkippableTheory]
    [Formats]
    [Requirement("PS-11")]
    public async Task Neither_of_two_active_records_with_one_number_is_served(FhirFormat format)
    {
        var person = await Provider.NewPersonAsync();
        var first = (string)(await Provider.RegisterAsync(person))["id"]!;
        await AddCopyAsync(first, $"twin-{format}", person, envelope => envelope);

        (await SendUnchangedAsync(person.Search().As(format))).Fails(500, "INTERNAL_SERVER_ERROR");
        (await SendUnchangedAsync(person.Register(format))).Fails(409, "DUPLICATE_REJECTED");
    }

    [SkippableTheory]
    [Formats]
    [Requirement("RG-94")]
    public async Task No_record_is_chosen_from_several_lapsed_records(FhirFormat format)
    {
        var person = await Provider.NewPersonAsync();
        var first = (string)(await Provider.RegisterAsync(person))["id"]!;
        await ChangeAsync(first, envelope => envelope with { ActiveUntil = DateTimeOffset.UnixEpoch });
        await AddCopyAsync(first, $"second-{format}", person, envelope => envelope);

        (await SendUnchangedAsync(person.Register(format))).Fails(409, "DUPLICATE_REJECTED");
        (await SendAsync(person.Search())).Finds(0);
    }

    [SkippableTheory]
    [Formats]
    [Requirement("RG-92")]
    public async Task A_patient_of_another_practice_is_new_here(FhirFormat format)
    {
        var person = await Provider.NewPersonAsync();
        var here = await Provider.RegisterAsync(person);
        var there = (await SendAsync(person.Register(format).AtOtherPractice())).Registers();

        Assert.NotEqual((string?)here["id"], (string?)there["id"]);
        Assert.Equal("Organization/1", (string?)there["managingOrganization"]!["reference"]);
        (await SendAsync(ApiRequest.Read("Patient", (string)there["id"]!))).Fails(404, "PATIENT_NOT_FOUND");
    }

    [SkippableTheory]
    [Case("RG-90", 2)]
    [Case("RG-91", 200)]
    public async Task Exactly_one_of_parallel_registrations_succeeds(string id, int count)
    {
        Assert.NotEmpty(id);
        var person = await Provider.NewPersonAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => SendAsync(person.Register())));

        Assert.Single(responses, response => response.Status == 200);
        Assert.All(responses.Where(response => response.Status != 200), response => response.Fails(409, "DUPLICATE_REJECTED"));
        (await SendAsync(person.Search())).Finds(1);
    }

    [SkippableFact]
    [Requirement("RG-90")]
    public async Task Exactly_one_of_parallel_reactivations_succeeds()
    {
        var person = await Provider.NewPersonAsync();
        var patient = (string)(await Provider.RegisterAsync(person))["id"]!;
        await ChangeAsync(patient, envelope => envelope with { ActiveUntil = DateTimeOffset.UnixEpoch });

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SendAsync(person.Register())));

        Assert.Equal(patient, (string?)Assert.Single(responses, response => response.Status == 200).Registers()["id"]);
        Assert.All(responses.Where(response => response.Status != 200), response => response.Fails(409, "DUPLICATE_REJECTED"));
    }

    [SkippableFact]
    [Requirement("RG-93")]
    public async Task Two_hundred_people_are_registered_at_once()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Provider.NewPersonAsync()));

        var patients = await Task.WhenAll(people.Select(Provider.RegisterAsync));

        Assert.Equal(200, patients.Select(patient => (string?)patient["id"]).Distinct().Count());
    }

    [SkippableTheory]
    [Formats]
    [Requirement("RG-100")]
    [Requirement("RG-101")]
    public async Task PDS_supplies_details_that_were_not_sent(FhirFormat format)
    {
        var person = await Provider.NewPersonAsync();
        foreach (var element in new[] { "gender", "telecom", "address", "extension" })
        {
            person.Patient.Remove(element);
        }

        person.Name.Remove("prefix");
        var patient = (await SendAsync(person.Register(format))).Registers();

        Assert.Equal("female", (string?)patient["gender"]);
        Assert.Equal("""["Ms"]""", patient["name"]![0]!["prefix"]!.ToJsonString());
        Assert.Equal("""["Ewelina","Maria"]""", patient["name"]![0]!["given"]!.ToJsonString());
        Assert.Equal(AddressOnPds, Assert.Single(patient["address"]!.AsArray())!.ToJsonString());
        Assert.Equal(["phone 01632960999 home", "email ewelina@example.org home"], patient["telecom"]!.AsArray().Select(telecom => Text(telecom!, "system", "value", "use")));
        Assert.Empty(ResourceRules.Communications(patient));
    }

    [SkippableTheory]
    [Case("RG-100", "phone temp", "01632960100 01632960999 ewelina@example.org")]
    [Case("RG-100", "phone mobile", "01632960100 ewelina@example.org")]
    [Case("RG-100", "phone home", "01632960100 ewelina@example.org")]
    [Case("RG-100", "email temp", "01632960100 01632960999")]
    [Case("RG-100", "phone work,email work", "01632960100 01632960101")]
    public async Task PDS_supplies_a_phone_or_email_when_no_permanent_one_was_sent(string id, string sent, string expected)
    {
        Assert.NotEmpty(id);
        var person = await Provider.NewPersonAsync();
        PatientErrors.SetTelecoms(person, sent.Split(','));
        var patient = await Provider.RegisterAsync(person);

        Assert.Equal(expected, string.Join(' ', patient["telecom"]!.AsArray().Select(telecom => (string?)telecom!["value"])));
    }

    [SkippableTheory]
    [Case("RG-100", "temp", 2)]
    [Case("RG-100", "home", 1)]
    public async Task PDS_supplies_a_home_address_when_none_was_sent(string id, string sent, int addresses)
    {
        Assert.NotEmpty(id);
        var person = PatientErrors.Edit(await Provider.NewPersonAsync(), sent);
        var patient = await Provider.RegisterAsync(person);

        Assert.Equal(addresses, patient["address"]!.AsArray().Count);
        Assert.Equal(sent == "temp", patient["address"]!.AsArray().Any(address => (string?)address!["line"]![0] == "1 Spine Street"));
    }

    [SkippableTheory]
    [Formats]
    [Requirement("RG-65")]
    public async Task Temporary_contact_details_end_with_the_registration(FhirFormat format)
    {
        var person = await Provider.NewPersonAsync();
        var soon = TimeProvider.System.GetUtcNow().AddDays(7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        person.Address[1]!["period"] = new JsonObject { ["start"] = "2020-01-01", ["end"] = soon };
        var patient = (await SendAsync(person.Register(format))).Registers();
        var end = (string?)ResourceRules.Part(ResourceRules.RegistrationDetails(patient), "registrationPeriod")!["valuePeriod"]!["end"];

        Assert.Equal(end, (string?)Single(patient, "telecom", "temp")["period"]!["end"]);
        Assert.Equal(soon, (string?)Single(patient, "address", "temp")["period"]!["end"]);
        Assert.Null(Single(patient, "address", "home")["period"]);
        Assert.Null(Single(patient, "telecom", "mobile")["period"]);
    }

    [SkippableTheory]
    [Formats]
    [Requirement("RG-65")]
    public async Task Temporary_contact_details_do_not_outlive_the_registration(FhirFormat format)
    {
        var person = await Provider.NewPersonAsync();
        person.Address[1]!["period"] = new JsonObject { ["end"] = "2099-01-01" };
        var patient = (await SendAsync(person.Register(format))).Registers();

        var end = (string?)ResourceRules.Part(ResourceRules.RegistrationDetails(patient), "registrationPeriod")!["valuePeriod"]!["end"];
        Assert.Equal(end, (string?)Single(patient, "address", "temp")["period"]!["end"]);
    }

    [SkippableTheory]
    [Formats]
    [Requirement("RG-102")]
    [Requirement("RS-4")]
    public async Task A_registration_ends_and_can_be_renewed(FhirFormat format)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 6, 1, 9, 0, 0, TimeSpan.Zero));
        await using var provider = await RunningProvider.StartAsync(options => options.RegistrationDays = 30, services => services.AddSingleton<TimeProvider>(clock));
        var person = await provider.NewPersonAsync();
        var id = (string)(await provider.RegisterAsync(person))["id"]!;

        clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        (await provider.SendAsync(ApiRequest.Read("Patient", id).As(format))).Succeeds();
        (await provider.SendAsync(person.Register(format))).Fails(409, "DUPLICATE_REJECTED");
        clock.Advance(TimeSpan.FromSeconds(1));
        (await provider.SendAsync(ApiRequest.Read("Patient", id).As(format))).Fails(404, "PATIENT_NOT_FOUND");
        (await provider.SendAsync(person.Search().As(format))).Finds(0);

        var again = (await provider.SendAsync(person.Register(format))).Registers();
        Assert.Equal(id, (string?)again["id"]);
        Assert.Equal("2", (string?)again["meta"]!["versionId"]);
        Assert.Equal(clock.GetUtcNow(), Period(again).Start);
        (await provider.SendAsync(ApiRequest.Read("Patient", id).As(format))).Succeeds();
    }

    [SkippableTheory]
    [Formats]
    [Requirement("RG-95")]
    public async Task A_repeated_request_gets_the_same_answer_as_the_first(FhirFormat format)
    {
        var person = await Provider.NewPersonAsync();
        var request = person.Register(format);
        var first = (await SendAsync(request)).Registers();

        var second = (await SendUnchangedAsync(request)).Registers();

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
    }

    [SkippableTheory]
    [Case("RG-96", "body")]
    [Case("RG-96", "trace")]
    [Case("RG-96", "consumer")]
    [Case("RG-96", "user")]
    [Case("RG-96", "record")]
    public async Task A_request_that_differs_is_a_duplicate(string id, string difference)
    {
        Assert.NotEmpty(id);
        var person = await Provider.NewPersonAsync();
        var trace = Guid.NewGuid().ToString();
        var patient = (await SendAsync(person.Register().With("Ssp-TraceID", trace))).Registers();

        var again = person;
        if (difference == "body")
        {
            again.Patient["gender"] = "other";
        }

        var request = again.Register().With("Ssp-TraceID", difference == "trace" ? trace + "0" : trace);
        if (difference == "consumer")
        {
            request.With("Ssp-From", "200000000360");
        }
        else if (difference == "user")
        {
            request.ChangeToken(token =>
            {
                token.Claims["sub"] = "user-2";
                token.Claims["requesting_practitioner"]!["id"] = "user-2";
            });
        }
        else if (difference == "record")
        {
            await ChangeAsync((string)patient["id"]!, envelope => envelope with { Provenance = [.. envelope.Provenance, new Provenance { At = DateTimeOffset.UnixEpoch, Activity = "patient merge" }] });
        }

        (await SendUnchangedAsync(request)).Fails(409, "DUPLICATE_REJECTED");
    }

    [SkippableFact]
    [Requirement("RG-105")]
    public async Task PDS_is_not_changed()
    {
        var person = await Provider.NewPersonAsync();
        person.Patient["gender"] = "other";
        await Provider.RegisterAsync(person);
        var held = await Provider.Services.GetRequiredService<IPdsDataSet>().FindAsync(person.NhsNumber, default);

        Assert.Equal(JsonSerializer.Serialize(person.Pds, PdsJson.Default.PdsRecord), JsonSerializer.Serialize(held, PdsJson.Default.PdsRecord));
    }

    [SkippableFact]
    [Requirement("AT-4")]
    public async Task The_provenance_is_stored_with_the_record()
    {
        var person = await Provider.NewPersonAsync();
        var trace = Guid.NewGuid().ToString();
        var patient = (await SendAsync(person.Register().With("Ssp-TraceID", trace))).Registers();
        var provenance = Assert.Single((await RecordAsync((string)patient["id"]!)).Envelope.Provenance);

        Assert.Equal("urn:nhs:names:services:gpconnect:fhir:operation:gpc.registerpatient-1", provenance.Activity);
        Assert.Equal(trace, provenance.TraceId);
        Assert.Equal("200000000359", provenance.ConsumerAsid);
        Assert.Equal("user-1", provenance.UserId);
        Assert.Contains(Token.UserFamily, provenance.UserName!, StringComparison.Ordinal);
        Assert.Equal("UNK", provenance.UserRoleProfile);
        Assert.Equal("B99999", provenance.OrganisationOdsCode);
        Assert.Equal(Period(patient).Start, provenance.At);
    }

    private static PdsRecord ChangeToken(PdsRecord record, string error) => error switch
    {
        "birth date and name" => record with { BirthDate = "1970-05-06", Family = "Abernathy", Given = ["Quentin"] },
        "two parts of the birth date" => record with { BirthDate = "1984-12-20" },
        "day and family" => record with { BirthDate = "1984-11-20", Family = "Novak" },
        "day and given" => record with { BirthDate = "1984-11-20", Given = ["Anna"] },
        "deceased" => record with { DeathDate = "2024-01-01" },
        "sensitive" => record with { IsSensitive = true },
        "sensitive and deceased" => record with { IsSensitive = true, DeathDate = "2024" },
        "superseded" => record with { IsSuperseded = true, SupersededBy = SampleData.NotInSystem },
        "superseded and not verified" => record with { IsSuperseded = true, BirthDate = "1970-05-06", Family = "Abernathy" },
        "superseded and sensitive" => record with { IsSuperseded = true, IsSensitive = true },
        "invalid" => record with { IsInvalid = true },
        "invalid and deceased" => record with { IsInvalid = true, DeathDate = "2024-01-01" },
        "another number now" => record with { NhsNumber = SampleData.Patient1 },
        _ => throw new ArgumentOutOfRangeException(nameof(error)),
    };

    /// <summary>A person with the NHS number of a sample patient, whose PDS record has the demographics that the person submits.</summary>
    private static Person Known(string patient) => Person.With(SampleData.NhsNumbers[patient]);

    private static (DateTimeOffset Start, DateTimeOffset End) Period(JsonObject patient)
    {
        var period = ResourceRules.Part(ResourceRules.RegistrationDetails(patient), "registrationPeriod")!["valuePeriod"]!;
        return (Parse(period["start"]), Parse(period["end"]));
    }

    private static DateTimeOffset Parse(JsonNode? text) => DateTimeOffset.ParseExact((string)text!, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static JsonNode Single(JsonObject patient, string list, string use) => Assert.Single(patient[list]!.AsArray(), item => (string?)item!["use"] == use)!;

    private static string Text(JsonNode element, params string[] names) => string.Join(' ', names.Select(name => (string?)element[name]));

    private async Task SaveToPdsAsync(string nhsNumber, PdsRecord record)
    {
        if (record.NhsNumber == nhsNumber)
        {
            await Provider.Services.GetRequiredService<IPdsDataSet>().SaveAsync(record, default);
            return;
        }

        // A record under a number that it no longer carries.
        await Provider.SaveToPdsUnderAsync(nhsNumber, record);
    }

    private async Task<StoredRecord> RecordAsync(string id) =>
        (await Provider.Services.GetRequiredService<IResourceStore>().ReadAsync(new RecordKey(SampleData.Ods, "Patient", id), default))!;

    private async Task ChangeAsync(string id, Func<Envelope, Envelope> change)
    {
        var record = await RecordAsync(id);
        var store = Provider.Services.GetRequiredService<IResourceStore>();
        Assert.Equal(CommitResult.Committed, await store.CommitAsync(new StoreChange(SampleData.Ods, [record with { Envelope = change(record.Envelope) }], [], null), default));
    }

    /// <summary>Stores a changed copy of a record under another id, and lists both under the same NHS number.</summary>
    private async Task AddCopyAsync(string original, string id, Person person, Func<Envelope, Envelope> change)
    {
        var store = Provider.Services.GetRequiredService<IResourceStore>();
        var token = Provider.Services.GetRequiredService<IdentifierHashes>().Of(SampleData.Ods, "Patient", "https://fhir.nhs.uk/Id/nhs-number", person.NhsNumber);
        var entry = await store.FindAsync(SampleData.Ods, "Patient", token, default);
        var record = await RecordAsync(original);
        var copy = new StoredRecord(
            record.Key with { Id = id },
            change(record.Envelope),
            System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(record.Body.Span).Replace(original, id, StringComparison.Ordinal)));
        Assert.Equal(CommitResult.Committed, await store.CommitAsync(new StoreChange(SampleData.Ods, [copy], [entry with { Ids = [id, original] }], null), default));
    }

    private Task<ApiResponse> SendAsync(ApiRequest request) => Provider.SendAsync(request);

    private async Task<ApiResponse> SendUnchangedAsync(ApiRequest request)
    {
        var before = Provider.Fingerprint();
        var response = await SendAsync(request);
        Assert.Equal(before, Provider.Fingerprint());
        return response;
    }
}
