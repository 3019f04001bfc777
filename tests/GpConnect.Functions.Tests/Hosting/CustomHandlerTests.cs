using System.Net.Sockets;
using System.Runtime.InteropServices;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.Requirements;

namespace GpConnect.Functions.Tests.Hosting;

/// <summary>The published app behind a simulated Functions host.</summary>
public sealed partial class CustomHandlerTests(SimulatedHostFixture fixture) : InteractionContract, IClassFixture<SimulatedHostFixture>
{
    private const int Stop = 19;

    private const string InvocationId = "X-Azure-Functions-InvocationId";

    private readonly SimulatedFunctionsHost host = LinuxOnly.Require(fixture.Host);

    [LinuxTheory]
    [FormatCase("FH-1", "metadata", "rest-read-metadata-1")]
    [FormatCase("FH-1", "read patient", "rest-read-patient-1")]
    [FormatCase("FH-1", "search patient", "rest-search-patient-1")]
    [FormatCase("FH-1", "read practitioner", "rest-read-practitioner-1")]
    [FormatCase("FH-1", "search practitioner", "rest-search-practitioner-1")]
    [FormatCase("FH-1", "read organization", "rest-read-organization-1")]
    [FormatCase("FH-1", "search organization", "rest-search-organization-1")]
    [FormatCase("FH-1", "read location", "rest-read-location-1")]
    [FormatCase("FH-1", "register", "operation-gpc-registerpatient-1")]
    public async Task An_interaction_succeeds_through_its_own_function(string id, FhirFormat format, string name, string function)
    {
        Assert.NotEmpty(id);
        var request = name == "register" ? (await NewPersonAsync()).Register(format) : ApiRequest.Any(name).As(format);

        (await host.SendAsync(request)).Succeeds();

        Assert.Equal(function, host.Invocations.Last().Function);
    }

    [LinuxTheory]
    [FormatCase("FH-2", "GET", "/A20047/STU3/1/gpconnect/Nothing/1")]
    [FormatCase("FH-2", "PUT", "/A20047/STU3/1/gpconnect/metadatas")]
    [FormatCase("FH-2", "PATCH", "/A20047/STU3/1/gpconnect")]
    [FormatCase("FH-2", "GET", "/somewhere/else")]
    public async Task A_request_that_matches_no_interaction_is_refused_by_the_provider(string id, FhirFormat format, string verb, string path)
    {
        Assert.NotEmpty(id);
        (await host.SendAsync(ApiRequest.Metadata().By(verb).Under("").At(path).As(format))).Fails(400, "BAD_REQUEST");

        Assert.Equal("unmatched", host.Invocations.Last().Function);
    }

    [LinuxTheory]
    [Case("FH-2", "GET")]
    [Case("FH-2", "HEAD")]
    [Case("FH-2", "POST")]
    [Case("FH-2", "PUT")]
    [Case("FH-2", "PATCH")]
    [Case("FH-2", "DELETE")]
    [Case("FH-2", "OPTIONS")]
    [Case("FH-2", "TRACE")]
    public async Task Every_verb_reaches_the_provider(string id, string verb)
    {
        Assert.NotEmpty(id);
        Assert.Equal(verb == "GET" ? 200 : 400, (await host.SendAsync(ApiRequest.Metadata().By(verb))).Status);
    }

    [LinuxTheory]
    [Formats]
    [Requirement("FH-2")]
    public async Task A_path_in_another_case_is_routed_by_the_host_and_refused_by_the_provider(FhirFormat format)
    {
        (await host.SendAsync(ApiRequest.Metadata().At("/METADATA").As(format))).Fails(400, "BAD_REQUEST");

        Assert.Equal("rest-read-metadata-1", host.Invocations.Last().Function);
    }

    [LinuxFact]
    [Requirement("FH-3")]
    public async Task A_request_arrives_as_it_was_sent()
    {
        (await host.SendAsync(ApiRequest.Read("Patient", "1%2F2"))).Fails(400, "BAD_REQUEST", "logical id");
        (await host.SendAsync(ApiRequest.SearchPatient(SampleData.Patient1).Query("identifier=x"))).Fails(400, "BAD_REQUEST", "identifier");
        (await host.SendAsync(ApiRequest.Search("Organization", "https%3A%2F%2Ffhir.nhs.uk%2FId%2Fods-organization-code%7CA20047"))).Finds(1);
        (await host.SendAsync(ApiRequest.Read("Patient", "1").At("/Patient/1/_history/1"))).Succeeds();
        (await host.SendAsync((await NewPersonAsync()).Register().Chunked())).Registers();

        var target = (string)host.Store.Audit()[^4]["target"]!;
        Assert.EndsWith($"{SampleData.Patient1}&identifier=x", target, StringComparison.Ordinal);
    }

    [LinuxFact]
    [Requirement("FH-4")]
    public async Task Urls_come_from_the_settings_and_not_from_the_host_or_its_forwarded_headers()
    {
        var response = await host.SendAsync(ApiRequest.Read("Patient", "1"));

        Assert.Equal($"https://provider.example{SampleData.Root}/Patient/1/_history/1", response.Header("Content-Location"));
    }

    [LinuxFact]
    [Requirement("FH-5")]
    public async Task A_health_path_has_its_own_function()
    {
        var entries = host.Store.Audit().Count;
        using var client = new HttpClient { DefaultRequestHeaders = { ConnectionClose = true } };

        Assert.Equal("""{"status":"Healthy"}""", await client.GetStringAsync(new Uri(host.Url, "/health/live")));

        Assert.Equal("health", host.Invocations.Last().Function);
        Assert.Equal(entries, host.Store.Audit().Count);
    }

    [LinuxFact]
    [Requirement("FH-6")]
    public async Task The_probe_of_the_host_is_answered_200_and_not_audited()
    {
        using var client = new HttpClient();
        var entries = host.Store.Audit().Count;

        using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{host.HandlerPort}/"));

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(entries, host.Store.Audit().Count);
        Assert.DoesNotContain(host.Store.Audit(), entry => (string?)entry["target"] == "/");
    }

    [LinuxFact]
    [Requirement("FH-7")]
    public async Task It_listens_only_on_the_port_of_the_host()
    {
        using var client = new TcpClient();

        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", host.OtherPort));
        await client.ConnectAsync("127.0.0.1", host.HandlerPort);
    }

    [LinuxFact]
    [Requirement("FH-8")]
    public async Task A_request_whose_connections_drop_is_answered_by_a_later_attempt()
    {
        host.DropConnections(3);

        (await host.SendAsync(ApiRequest.SearchPatient(SampleData.Patient1))).Finds(1);

        Assert.Equal(4, host.Invocations.Last().Attempts);
    }

    [LinuxFact]
    [Requirement("FH-8")]
    public async Task A_request_during_which_the_handler_is_killed_is_answered_by_the_next_handler()
    {
        var (killed, before) = (host.Handler, host.Exchanges);
        Assert.Equal(0, Kill(killed.Id, Stop));
        var answer = host.SendAsync(ApiRequest.Read("Patient", "1"));
        await Eventually.HoldsAsync(() => Task.FromResult(host.Exchanges > before));
        killed.Kill();

        (await answer).Succeeds();

        Assert.InRange(host.Invocations.Last().Attempts, 2, 10);
        Assert.NotEqual(killed.Id, host.Handler.Id);
    }

    [LinuxFact]
    [Requirement("FH-9")]
    public async Task Logs_name_the_invocation_and_answers_do_not()
    {
        host.Store.Execute("UPDATE record SET checksum = zeroblob(32) WHERE practice = 'A20047' AND type = 'Patient' AND id = '3'");

        var response = await host.SendAsync(ApiRequest.Read("Patient", "3"));

        response.Fails(500, "INTERNAL_SERVER_ERROR");
        var invocation = host.Invocations.Last().Id.ToString();
        await Eventually.HoldsAsync(() => Task.FromResult(host.HandlerOutput.Any(line =>
            line.Contains(invocation, StringComparison.Ordinal) && line.Contains("CorruptRecordException", StringComparison.Ordinal))));
        Assert.DoesNotContain(invocation, response.Diagnostics, StringComparison.Ordinal);
    }

    [LinuxTheory]
    [Case("FH-9", "9658218865 Thompson")]
    [Case("FH-9", "https://example.org/?identifier=9658218865")]
    [Case("FH-9", "00000000-0000-0000-0000-00000000000000000000-0000-0000-0000-00000000x")]
    public async Task An_invalid_invocation_id_stays_out_of_the_logs(string id, string value)
    {
        Assert.NotEmpty(id);
        host.Store.Execute("UPDATE record SET checksum = zeroblob(32) WHERE practice = 'A20047' AND type = 'Patient' AND id = '3'");
        var lines = host.HandlerOutput.Count;

        var request = ApiRequest.Read("Patient", "3").With(InvocationId, value);
        (await request.SendAsync(host.HandlerPort, TimeProvider.System.GetUtcNow())).Fails(500, "INTERNAL_SERVER_ERROR");

        await Eventually.HoldsAsync(() => Task.FromResult(host.HandlerOutput.Count > lines));
        Assert.DoesNotContain(host.HandlerOutput, line => line.Contains(value, StringComparison.Ordinal));
    }

    [LinuxTheory]
    [Formats]
    [Requirement("FH-8")]
    [Requirement("RG-95")]
    public async Task A_registration_whose_answers_are_lost_is_made_once(FhirFormat format)
    {
        var person = await NewPersonAsync();
        host.LoseAnswers(2);

        var patient = (await host.SendAsync(person.Register(format))).Registers();

        Assert.Equal(3, host.Invocations.Last().Attempts);
        Assert.Equal((string)patient["id"]!, (string)Assert.Single((await host.SendAsync(person.Search())).Finds(1))["id"]!);
    }

    private protected override Task<ApiResponse> SendAsync(ApiRequest request) => host.SendAsync(request);

    private protected override Task<Person> NewPersonAsync() => host.Store.AddToPdsAsync(Person.New());

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

/// <summary>A simulated host that the tests of a class share.</summary>
public sealed class SimulatedHostFixture : IAsyncLifetime
{
    internal SimulatedFunctionsHost? Host { get; private set; }

    public async Task InitializeAsync() => Host = LinuxOnly.IsHere ? await SimulatedFunctionsHost.StartAsync(new TestSettings { DataFolder = await SampleData.NewFolderAsync() }) : null;

    public async Task DisposeAsync()
    {
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }
    }
}
