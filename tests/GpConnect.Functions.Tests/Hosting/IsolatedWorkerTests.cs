using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.Requirements;

namespace GpConnect.Functions.Tests.Hosting;

/// <summary>The published app behind a simulated Functions host.</summary>
public sealed class IsolatedWorkerTests(HostedProviderFixture fixture) : InteractionContract, IClassFixture<HostedProviderFixture>
{
    private readonly HostedProvider provider = LinuxOnly.Require(fixture.Provider);

    [LinuxTheory]
    [FormatCase("FH-1", "metadata", "ReadMetadata")]
    [FormatCase("FH-1", "read patient", "ReadPatient")]
    [FormatCase("FH-1", "search patient", "SearchPatient")]
    [FormatCase("FH-1", "read practitioner", "ReadPractitioner")]
    [FormatCase("FH-1", "search practitioner", "SearchPractitioner")]
    [FormatCase("FH-1", "read organization", "ReadOrganization")]
    [FormatCase("FH-1", "search organization", "SearchOrganization")]
    [FormatCase("FH-1", "read location", "ReadLocation")]
    [FormatCase("FH-1", "register", "RegisterPatient")]
    public async Task An_interaction_succeeds_through_its_own_function(string id, FhirFormat format, string name, string function)
    {
        Assert.NotEmpty(id);
        var request = name == "register" ? (await NewPersonAsync()).Register(format) : ApiRequest.Any(name).As(format);

        (await provider.SendAsync(request)).Succeeds();

        Assert.Equal(function, provider.LastFunction);
    }

    [LinuxTheory]
    [FormatCase("FH-2", "GET", "/A20047/STU3/1/gpconnect/Nothing/1")]
    [FormatCase("FH-2", "PUT", "/A20047/STU3/1/gpconnect/metadatas")]
    [FormatCase("FH-2", "PATCH", "/A20047/STU3/1/gpconnect")]
    [FormatCase("FH-2", "GET", "/somewhere/else")]
    [FormatCase("FH-2", "GET", "/")]
    public async Task A_request_that_matches_no_interaction_is_refused_by_the_provider(string id, FhirFormat format, string verb, string path)
    {
        Assert.NotEmpty(id);
        (await provider.SendAsync(ApiRequest.Metadata().By(verb).Under("").At(path).As(format))).Fails(400, "BAD_REQUEST");

        Assert.Equal("Unmatched", provider.LastFunction);
    }

    [LinuxTheory]
    [Case("FH-2", "GET", "ReadMetadata")]
    [Case("FH-2", "HEAD", "Unmatched")]
    [Case("FH-2", "POST", "Unmatched")]
    [Case("FH-2", "PUT", "Unmatched")]
    [Case("FH-2", "PATCH", "Unmatched")]
    [Case("FH-2", "DELETE", "Unmatched")]
    [Case("FH-2", "OPTIONS", "Unmatched")]
    [Case("FH-2", "TRACE", "Unmatched")]
    public async Task Every_verb_reaches_the_provider(string id, string verb, string function)
    {
        Assert.NotEmpty(id);
        Assert.Equal(verb == "GET" ? 200 : 400, (await provider.SendAsync(ApiRequest.Metadata().By(verb))).Status);
        Assert.Equal(function, provider.LastFunction);
    }

    [LinuxTheory]
    [Formats]
    [Requirement("FH-2")]
    public async Task A_path_in_another_case_is_routed_by_the_host_and_refused_by_the_provider(FhirFormat format)
    {
        (await provider.SendAsync(ApiRequest.Metadata().At("/METADATA").As(format))).Fails(400, "BAD_REQUEST");

        Assert.Equal("ReadMetadata", provider.LastFunction);
    }

    [LinuxFact]
    [Requirement("FH-3")]
    public async Task What_a_caller_sends_means_the_same_behind_the_host()
    {
        (await provider.SendAsync(ApiRequest.SearchPatient(SampleData.Patient1).Query("identifier=x"))).Fails(400, "BAD_REQUEST", "identifier");
        (await provider.SendAsync(ApiRequest.Search("Organization", "https%3A%2F%2Ffhir.nhs.uk%2FId%2Fods-organization-code%7CA20047"))).Finds(1);
        (await provider.SendAsync(ApiRequest.Search("Organization", "https://fhir.nhs.uk/Id/ods-organization-code|A20047"))).Finds(1);
        (await provider.SendAsync(ApiRequest.Read("Patient", "1").At("/Patient/1/_history/1"))).Succeeds();
        (await provider.SendAsync((await NewPersonAsync()).Register().Chunked())).Registers();
    }

    [LinuxFact]
    [Requirement("FH-4")]
    public async Task Urls_come_from_the_settings_and_not_from_the_host_or_its_forwarded_headers()
    {
        var response = await provider.SendAsync(ApiRequest.Read("Patient", "1").With("X-Forwarded-Host", "elsewhere.example"));

        Assert.Equal($"https://provider.example{SampleData.Root}/Patient/1/_history/1", response.Header("Content-Location"));
    }

    [LinuxFact]
    [Requirement("FH-5")]
    public async Task The_probes_have_their_own_function()
    {
        var entries = provider.Store.Audit().Count;
        using var client = new HttpClient { DefaultRequestHeaders = { ConnectionClose = true } };

        Assert.Equal("""{"status":"Healthy"}""", await client.GetStringAsync(new Uri(provider.Host.Url, "/health/live")));

        Assert.Equal("Health", provider.LastFunction);
        Assert.Equal(entries, provider.Store.Audit().Count);
    }

    [LinuxFact]
    [Requirement("FH-9")]
    public async Task Logs_name_the_invocation_and_answers_do_not()
    {
        provider.Store.Execute("UPDATE record SET checksum = zeroblob(32) WHERE practice = 'A20047' AND type = 'Patient' AND id = '3'");

        var response = await provider.SendAsync(ApiRequest.Read("Patient", "3"));

        response.Fails(500, "INTERNAL_SERVER_ERROR");
        var invocation = provider.Host.Invocations.Last().Id;
        await Eventually.HoldsAsync(() => Task.FromResult(provider.Host.Output.Any(line =>
            line.Contains(invocation, StringComparison.Ordinal) && line.Contains("CorruptRecordException", StringComparison.Ordinal))));
        Assert.DoesNotContain(invocation, response.Diagnostics, StringComparison.Ordinal);
        Assert.DoesNotContain(provider.Host.Output, line => line.Contains("System.Collections", StringComparison.Ordinal));
    }

    [LinuxFact]
    [Requirement("FH-9")]
    public async Task An_invocation_id_of_a_caller_stays_out_of_the_logs()
    {
        const string Id = "9658218865 Thompson";
        provider.Store.Execute("UPDATE record SET checksum = zeroblob(32) WHERE practice = 'A20047' AND type = 'Patient' AND id = '3'");
        var lines = provider.Host.Output.Count;

        (await provider.SendAsync(ApiRequest.Read("Patient", "3").With("x-ms-invocation-id", Id))).Fails(500, "INTERNAL_SERVER_ERROR");

        await Eventually.HoldsAsync(() => Task.FromResult(provider.Host.Output.Count > lines));
        Assert.DoesNotContain(provider.Host.Output, line => line.Contains(Id, StringComparison.Ordinal));
    }

    [LinuxFact]
    [Requirement("FH-17")]
    public async Task What_worker_and_host_write_holds_no_patient_data()
    {
        var person = await NewPersonAsync();
        (await provider.SendAsync(person.Register())).Registers();
        (await provider.SendAsync(person.Search())).Finds(1);
        (await provider.SendAsync(ApiRequest.Register(person.Parameters()).At("/Patient/Thompson"))).Fails(400, "BAD_REQUEST");

        var written = string.Join('\n', provider.Host.Output.Concat(provider.Host.Logs));
        PatientDataMarkers.AssertAbsent("What worker and host wrote", written);
        Assert.DoesNotContain(person.NhsNumber, written, StringComparison.Ordinal);
    }

    private protected override Task<ApiResponse> SendAsync(ApiRequest request) => provider.SendAsync(request);

    private protected override Task<Person> NewPersonAsync() => provider.Store.AddToPdsAsync(Person.New());
}
